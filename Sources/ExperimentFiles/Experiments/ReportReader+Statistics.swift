// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

extension ReportReader {
  /// Reads how comparisons are tested, and what is asked of an outer design.
  mutating func readStatistics(_ mapping: Mapping, into comparison: inout Comparison) {
    if let node = mapping["families"] { comparison.families = families(node) }
    if let node = mapping["correction"] {
      comparison.correction = word(node, "correction") ?? comparison.correction
    }
    if let node = mapping["test"] { comparison.test = word(node, "test") ?? comparison.test }
    if let node = mapping["margins"] { comparison.margins = margins(node) }
    if let node = mapping["answer"] { comparison.answers = answers(node) }
  }

  private mutating func families(_ node: Node) -> [Comparison.Family] {
    guard let mapping = node.isNull ? Mapping() : node.mapping else {
      diagnostics.error(
        "'families': expected names with metrics such as '{ survival: [oom.kills] }', "
          + "found \(node.kindDescription)", at: node.location)
      return []
    }
    var owners: [String: String] = [:]
    return mapping.entries.map { entry in
      let metrics = names(entry.value, entry.key)
      for metric in metrics {
        guard let owner = owners.updateValue(entry.key, forKey: metric) else { continue }
        // A test that is corrected twice has no single answer.
        diagnostics.error(
          "'families': '\(metric)' is in '\(owner)' already", at: entry.value.location)
      }
      return Comparison.Family(name: entry.key, metrics: metrics)
    }
  }

  private mutating func margins(_ node: Node) -> [Comparison.Margin] {
    guard let mapping = node.isNull ? Mapping() : node.mapping else {
      diagnostics.error(
        "'margins': expected metrics with what does not matter such as "
          + "'{ task.batch.completion: 5 % }', found \(node.kindDescription)", at: node.location)
      return []
    }
    return mapping.entries.compactMap { entry in
      guard metrics.contains(entry.key),
        let unit = MetricCatalogue.definition(of: entry.key)?.unit
      else {
        diagnostics.error(
          "'margins': unknown metric '\(entry.key.abbreviated)'", at: entry.keyLocation,
          suggestion: Spelling.closest(to: entry.key, in: metrics))
        return nil
      }
      do throws(Evaluator.Fault) {
        var phrase = try PhraseReader(entry.value, example: "5 %")
        do throws(ExpressionFault) {
          let tolerance = try phrase.margin(of: entry.key, unit)
          try phrase.expectEnd()
          return Comparison.Margin(metric: entry.key, tolerance: tolerance)
        } catch {
          throw phrase.fault(error)
        }
      } catch {
        diagnostics.error(
          "'\(entry.key)': \(error.message)", at: error.location, suggestion: error.suggestion)
        return nil
      }
    }
  }

  private mutating func answers(_ node: Node) -> [Comparison.Answer] {
    let answers: [Comparison.Answer] =
      node.isNull ? [] : (node.items ?? [node]).compactMap { word($0, "answer") }
    if !answers.isEmpty, knowsAllAxes, !axes.contains(where: \.isOuter) {
      diagnostics.report(
        Diagnostic(
          "'answer' asks about assumptions, but the sweep varies none: it has no 'outer'",
          at: node.location, severity: .warning))
    }
    return answers
  }

  /// Reads one of the words of an enumeration.
  private mutating func word<Word: RawRepresentable<String> & CaseIterable>(
    _ node: Node, _ key: String
  ) -> Word? {
    if let text = node.text, let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    diagnostics.error(
      "'\(key)': expected \(words.joined(separator: ", ")), found \(node.kindDescription)",
      at: node.location, suggestion: node.text.flatMap { Spelling.closest(to: $0, in: words) })
    return nil
  }
}
