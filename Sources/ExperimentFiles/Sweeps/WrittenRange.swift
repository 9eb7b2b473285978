// SPDX-License-Identifier: Apache-2.0

/// The ends of a range as they stand in the file.
///
/// The numbers between them stand nowhere, so what is wrong with them is told of the ends.
struct WrittenRange: Sendable {
  /// The end that is written first, at whose place all numbers of the range are.
  let from: Node
  /// The other end.
  let to: Node
  /// Whether the ends are written with a unit.
  let hasUnit: Bool
  /// Whether the ends have keys of their own, `from` and `to`.
  let isBlock: Bool

  /// The range as it is written.
  var text: String { text(unit: "") }

  /// The range as a user would write it with the unit that it lacks.
  ///
  /// - Parameter kind: what the key takes.
  func text(as kind: QuantityKind) -> String {
    text(unit: String(kind.example.drop { $0 != " " }))
  }

  private func text(unit: String) -> String {
    let (lower, upper) = (from.text ?? "", to.text ?? "")
    return isBlock ? "from: \(lower)\(unit), to: \(upper)\(unit)" : "\(lower)..\(upper)\(unit)"
  }
}
