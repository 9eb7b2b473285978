// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Reports
internal import SweepRunner
internal import TrialExecution

/// Why the trials of a sweep would run, for people and for machines.
struct WhyReport {
  private static let pointsShownMax = 3

  private let reasons: RerunReasons
  private let schedule: SweepSchedule

  /// Describes reasons.
  init(_ reasons: RerunReasons, schedule: SweepSchedule) {
    self.reasons = reasons
    self.schedule = schedule
  }

  /// Whether the file cannot be written by this program, so that there is no more to say.
  var isRefused: Bool { reasons.isRefused }

  /// The reasons for a terminal of this many columns.
  func text(width: Int) -> String {
    var lines = [reasons.groups.isEmpty ? "No trial would run." : "Why trials would run"]
    for group in reasons.groups {
      let shown = group.points.prefix(Self.pointsShownMax).map { schedule.points[$0].label }
      let more = group.points.count > shown.count ? ", …" : ""
      let text =
        "\(CountText.of(group.trials, "trial")) at \(CountText.of(group.points.count, "point")) "
        + "(\(shown.joined(separator: "; "))\(more)): \(group.reason)"
      lines += TextWrap.lines(text, width: width, first: "  ", indent: "    ")
    }
    if reasons.failed > 0 {
      lines.append(
        CountText.of(reasons.failed, "trial") + " failed before and would not run again without "
          + "--retry-failed.")
    }
    return lines.joined(separator: "\n")
  }

  /// The reasons for machines.
  var json: [(name: String, value: JSONValue)] {
    [
      (
        "why",
        .array(
          reasons.groups.map { group in
            .object([
              ("reason", .text(group.reason)), ("trials", .integer(Int64(group.trials))),
              ("points", .array(group.points.map { .integer(Int64($0)) })),
            ])
          })
      ),
      ("failedBefore", .integer(Int64(reasons.failed))),
    ]
  }
}
