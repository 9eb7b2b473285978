// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Reports
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

/// What running trials again has shown, for people and for machines.
struct VerificationReport {
  private static let detailsShownMax = 5

  private let found: TrialVerification
  private let path: String

  /// Describes a verification of a file.
  init(_ found: TrialVerification, path: String) {
    self.found = found
    self.path = path
  }

  /// The report for a terminal of this many columns.
  func text(width: Int) -> String {
    let differing = found.differences.count
    let verdict =
      found.ran == 0
      ? "no trial was run again"
      : differing == 0
        ? "all equal" : "\(differing) of them \(differing == 1 ? "differs" : "differ")"
    let stored = CountText.of(found.stored, "trial")
    var lines = ["\(path): \(found.ran) of \(stored) run again: \(verdict)."]
    for difference in found.differences {
      let record = difference.stored
      lines.append(
        "  point \(record.place.point), repetition \(record.place.repetition), seed \(record.seed)")
      let shown = difference.details.prefix(Self.detailsShownMax)
      for detail in shown {
        lines += TextWrap.lines(detail, width: width, first: "    ", indent: "      ")
      }
      let more = difference.details.count - shown.count
      if more > 0 { lines.append("    \(more) more \(more == 1 ? "differs" : "differ")") }
    }
    for (reason, count) in found.unverifiable {
      lines += TextWrap.lines(
        "\(CountText.of(count, "trial")) cannot be verified by this program: \(reason)",
        width: width,
        indent: "  ")
    }
    if found.failed > 0 {
      lines.append(
        CountText.of(
          found.failed, "trial failed and was not run again.",
          "trials failed and were not run again."))
    }
    return lines.joined(separator: "\n")
  }

  /// The report for machines.
  var json: JSONValue {
    .object([
      ("results", .text(path)), ("stored", .integer(Int64(found.stored))),
      ("ran", .integer(Int64(found.ran))),
      ("differing", .integer(Int64(found.differences.count))),
      ("failed", .integer(Int64(found.failed))),
      (
        "differences",
        .array(
          found.differences.map { difference in
            let record = difference.stored
            return .object([
              ("point", .integer(Int64(record.place.point))),
              ("repetition", .integer(Int64(record.place.repetition))),
              ("seed", .text("\(record.seed)")),
              ("storedDigest", record.digest.map { .text($0) } ?? .null),
              ("foundDigest", difference.digest.map { .text($0) } ?? .null),
              ("details", .array(difference.details.map { .text($0) })),
            ])
          })
      ),
      (
        "unverifiable",
        .array(
          found.unverifiable.map { reason, count in
            .object([("reason", .text(reason)), ("trials", .integer(Int64(count)))])
          })
      ),
    ])
  }
}
