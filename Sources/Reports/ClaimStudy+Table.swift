// SPDX-License-Identifier: Apache-2.0

internal import Statistics

extension ClaimStudy {
  /// The table, for people; none without rows.
  func lines(width: Int) -> [String] {
    guard !rows.isEmpty else { return [] }
    let table = TextTable(
      lead: [
        .init("metric", cells: rows.map(\.metric)),
        .init("claim", cells: rows.map(\.claim.rawValue)),
      ],
      columns: [
        .init(
          "wrong", .right,
          cells: rows.map { "\($0.rate.found.successes) of \($0.rate.found.count)" }),
        .init("rate", .right, cells: rows.map { RateText.of($0.rate) }),
        .init("promised", .right, cells: rows.map { "\(RateText.percent($0.rate.promised)) %" }),
        .init("", cells: rows.map { $0.isTooOften ? "too many" : "" }),
      ])
    return ["", "Claims about \(pairs) runs, held against all runs", ""] + table.lines(width: width)
  }

  /// What the table means.
  static let notes = [
    "a claim is made of each block by itself, and all runs are taken for the truth: with few blocks that "
      + "is near them by itself. A block of equal runs has no interval and is not counted",
    "intervals of rare large values miss too often whatever is done: what no run has shown is in no "
      + "interval, and therefore in the way of verdicts on a mean",
  ]

  /// The same for machines.
  var table: DataTable {
    DataTable(
      .claims,
      columns: [
        "metric", "claim", "blocks", "wrong", "rate", "lower", "upper", "promised", "judgement",
      ],
      rows: rows.map { row in
        let ends = row.rate.interval().value
        return [
          .text(row.metric), .text(row.claim.rawValue), .integer(Int64(row.rate.found.count)),
          .integer(Int64(row.rate.found.successes)),
          .optional(row.rate.found.share.value, "no blocks"), .optional(ends?.lower, "no blocks"),
          .optional(ends?.upper, "no blocks"), .number(row.rate.promised),
          .text(row.isTooOften ? "too many" : "within the promise"),
        ]
      })
  }
}

extension ClaimStudy.Row {
  /// Whether it was wrong more often than chance makes of the promise.
  var isTooOften: Bool {
    rate.promisedCounts().value.map { rate.found.successes > $0.upperBound } ?? false
  }
}
