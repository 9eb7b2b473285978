// SPDX-License-Identifier: Apache-2.0

/// Says of a word behind a number what unit was probably meant.
enum UnknownUnit {
  private static let decimal: [(prefix: String, power: Int, less: Int)] = [
    ("k", 3, 2), ("m", 6, 5), ("g", 9, 7), ("t", 12, 9),
  ]

  /// The fault in words, and the unit that may be meant.
  ///
  /// - Parameters:
  ///   - name: the word.
  ///   - dimension: what is expected there; nil where it is not known.
  static func words(
    _ name: String, of dimension: Dimension?
  ) -> (message: String, suggestion: String?) {
    let head = "unknown unit '\(name.abbreviated)'"
    if let meant = Unit.suggestion(for: name), let unit = Unit.named(meant),
      dimension == nil || unit.dimension == dimension
    {
      return (head + decimalNote(name, meant), meant)
    }
    guard let dimension else { return (head, Unit.suggestion(for: name)) }
    if dimension == .duration, ["m", "mn", "M"].contains(name) {
      return (head + " of \(dimension.name)", "min' or 'ms")
    }
    let units = Unit.all.filter { $0.dimension == dimension && $0.name != "µs" }.map(\.name)
    let close = Spelling.closest(to: name, in: units)
    let list =
      units.isEmpty ? "" : "; of \(dimension.name) there are \(units.joined(separator: ", "))"
    return (head + (close == nil ? list : ""), close)
  }

  /// What a unit of powers of ten is that looks like one of powers of two.
  private static func decimalNote(_ name: String, _ meant: String) -> String {
    let stem = name.replacing("/s", with: "")
    guard stem.count == 2, stem.hasSuffix("B"),
      let found = decimal.first(where: { stem.lowercased().hasPrefix($0.prefix) })
    else { return "" }
    return ", which is 10^\(found.power) B and \(found.less) % less than a \(meant)"
  }
}
