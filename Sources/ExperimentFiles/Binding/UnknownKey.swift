// SPDX-License-Identifier: Apache-2.0

/// Says of a key that a block does not have what was probably meant.
enum UnknownKey {
  /// The most keys that a message lists.
  private static let listedMax = 24

  /// The fault of a key.
  ///
  /// - Parameters:
  ///   - entry: the key with its value.
  ///   - known: the keys that there are.
  ///   - block: where, with its article: `a guest`.
  static func diagnostic(
    _ entry: Mapping.Entry, known: [String], in block: String
  ) -> Diagnostic {
    let unusual = UnusualCharacter.note(at: entry.keyLocation).map { [$0] } ?? []
    func fault(_ more: String, suggestion: String? = nil) -> Diagnostic {
      Diagnostic(
        "unknown key '\(entry.key.abbreviated)' in \(block)\(more)", at: entry.keyLocation,
        suggestion: suggestion, notes: unusual)
    }
    if let colon = entry.key.firstIndex(of: ":"), known.contains(String(entry.key[..<colon])) {
      return fault("; a space is expected after ':'")
    }
    if let thing = NotModelled.named(entry.key, beside: known) {
      return fault(": \(thing.sentence)")
    }
    if let close = Spelling.closest(to: entry.key, in: known) {
      return fault("", suggestion: close)
    }
    if let place = place(of: entry.key), !known.isEmpty {
      return fault("; it is a key of \(place)" + list(known))
    }
    return fault(list(known))
  }

  private static func list(_ known: [String]) -> String {
    guard !known.isEmpty else { return "" }
    let more = known.count > listedMax ? ", …" : ""
    return "; there are \(known.prefix(listedMax).joined(separator: ", "))\(more)"
  }

  /// Where else a key stands: `'host'`, `an item of 'guests'`; nil where nowhere, or at many places.
  private static func place(of key: String) -> String? {
    var places: [String] = []
    func look(_ descriptions: [KeyDescription], _ path: String, isItem: Bool) {
      for description in descriptions {
        if description.name == key, !path.isEmpty {
          places.append(isItem ? "an item of '\(path)'" : "'\(path)'")
        }
        var isList = false
        if case .list = description.form { isList = true }
        let inner = path.isEmpty ? description.name : path + "." + description.name
        look(description.keys, inner, isItem: isList)
      }
    }
    look(ExperimentSchema.trial.descriptions, "", isItem: false)
    return places.count == 1 ? places.first : nil
  }
}
