// SPDX-License-Identifier: Apache-2.0

extension SweepReader {
  /// How an outer design is called that changes one assumption at a time.
  static let oneAtATimeKey = "one-at-a-time"

  /// Reads `{ one-at-a-time: { costs.fault: [1 us, 0.5 us, 2 us] } }`: the first value of each list is what
  /// is assumed, and each other one is taken while everything else is as assumed.
  mutating func readOneAtATime(_ mapping: Mapping, _ node: Node) -> [SweepFactor] {
    reportUnknownKeys(of: mapping, known: [Self.oneAtATimeKey], in: "'outer'")
    guard let lists = node.mapping, !lists.entries.isEmpty else {
      diagnostics.error(
        "'\(Self.oneAtATimeKey)': expected paths with what is assumed and what else may be true, such as "
          + "'{ costs.fault: [1 us, 0.5 us, 2 us] }', found \(node.kindDescription)",
        at: node.location)
      return []
    }
    var axes: [(axis: SweepAxis, valueCount: Int)] = []
    for entry in lists.entries {
      let values = readValues(entry)
      guard values.count > 1 else {
        if !values.isEmpty {
          diagnostics.error(
            "'\(entry.key)': expected what is assumed and at least one other value",
            at: entry.value.location)
        }
        continue
      }
      guard let axis = readAxis(entry, .choices(values), isOuter: true) else { continue }
      axes.append((axis, values.count))
    }
    guard !axes.isEmpty else { return [] }
    let changes = axes.enumerated().flatMap { axis, entry in
      (1..<entry.valueCount).map { (axis: axis, value: $0) }
    }
    let columns = axes.enumerated().map { axis, entry in
      [Self.fraction(of: 0, among: entry.valueCount)]
        + changes.map {
          Self.fraction(of: $0.axis == axis ? $0.value : 0, among: entry.valueCount)
        }
    }
    let places = (0...changes.count).map { OuterPlace(replicate: 0, sample: $0, matrix: .a) }
    return [
      SweepFactor(axes.map(\.axis), columns: columns, places: places, isOneAtATime: true)
    ]
  }

  /// The middle of the part of 2^32 that stands for one of several values.
  private static func fraction(of value: Int, among count: Int) -> UInt32 {
    UInt32((UInt64(2 * value + 1) << 31) / UInt64(count))
  }
}
