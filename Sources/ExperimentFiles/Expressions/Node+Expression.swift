// SPDX-License-Identifier: Apache-2.0

extension Node {
  /// Whether a value in it has to be computed: it has an operator, or reads another value.
  var holdsExpression: Bool {
    switch content {
    case .scalar(let scalar): Self.isExpression(scalar.text)
    case .sequence(let items): items.contains { $0.holdsExpression }
    case .mapping(let mapping): mapping.entries.contains { $0.value.holdsExpression }
    }
  }

  private static func isExpression(_ text: String) -> Bool {
    guard (try? QuantityLiteral(text)) == nil, let tokens = try? ExpressionLexer.tokens(of: text),
      (try? ExpressionParser.parse(text)) != nil
    else { return false }
    let words = tokens.compactMap { token in
      if case .word(let word) = token.kind { word } else { nil }
    }
    // An event such as `db.exit` is a word too, but no guest is called as a block of the file is.
    let blocks = ExperimentSchema.trial.keys.lazy.map(\.name)
    let signs = tokens.contains { token in
      if case .sign = token.kind { true } else { false }
    }
    return signs || words.count > 1
      || words.contains { word in blocks.contains { word.hasPrefix($0 + ".") } }
  }
}
