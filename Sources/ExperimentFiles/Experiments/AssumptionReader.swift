// SPDX-License-Identifier: Apache-2.0

/// Checks what an experiment assumes under names of its own: `assume: { export-ratio: 2 }`.
///
/// Any expression may read `assume.export-ratio`, and any axis may vary it.
enum AssumptionReader {
  /// Reports what is no quantity, and warns of what nothing reads.
  static func check(_ root: Node, reportingTo diagnostics: inout Diagnostics) {
    guard let node = root.mapping?["assume"], !node.isNull else { return }
    guard let mapping = node.mapping else {
      diagnostics.error(
        "'assume': expected names with quantities such as '{ export-ratio: 2 }', "
          + "found \(node.kindDescription)", at: node.location)
      return
    }
    let evaluator = Evaluator(root: root) { ExperimentSchema.defaultValue(at: $0, in: $1) }
    let texts = texts(of: root)
    for entry in mapping.entries {
      do throws(Evaluator.Fault) {
        let value = try evaluator.value(of: entry.value)
        guard case .quantity = value else {
          throw Evaluator.Fault(
            message: "expected a quantity, found \(value.kindName)",
            location: entry.value.location)
        }
      } catch {
        diagnostics.error(
          "'\(entry.key)': \(error.message)", at: error.location, suggestion: error.suggestion)
      }
      guard !texts.contains(where: { reads("assume." + entry.key, $0) }) else { continue }
      diagnostics.report(
        Diagnostic(
          "nothing reads 'assume.\(entry.key.abbreviated)', so its value changes nothing",
          at: entry.keyLocation, severity: .warning))
    }
  }

  /// All single values that may be expressions.
  private static func texts(of node: Node) -> [String] {
    switch node.content {
    case .scalar(let scalar): scalar.text.contains("assume.") ? [scalar.text] : []
    case .sequence(let items): items.flatMap(texts)
    case .mapping(let mapping): mapping.entries.flatMap { texts(of: $0.value) }
    }
  }

  private static func reads(_ path: String, _ text: String) -> Bool {
    guard let tokens = try? ExpressionLexer.tokens(of: text) else { return false }
    return tokens.contains { $0.kind == .word(path) }
  }
}
