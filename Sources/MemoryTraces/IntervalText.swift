// SPDX-License-Identifier: Apache-2.0

/// The text form of a sampling interval, such as `10 ms`.
internal enum IntervalText {
  private static let units: [(name: String, nanoseconds: Int)] = [
    ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  /// Writes an interval in the largest unit that gives a whole number.
  static func format(nanoseconds: Int) -> String {
    for unit in units where nanoseconds.isMultiple(of: unit.nanoseconds) {
      return "\(nanoseconds / unit.nanoseconds) \(unit.name)"
    }
    return "\(nanoseconds) ns"
  }

  /// Reads `<whole number> <unit>`; nil for anything else, for 0 and for what exceeds an integer.
  static func parse(_ text: String) -> Int? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(parts[0]), number > 0,
      let unit = units.first(where: { $0.name == parts[1] })
    else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: unit.nanoseconds)
    return overflow ? nil : product
  }
}
