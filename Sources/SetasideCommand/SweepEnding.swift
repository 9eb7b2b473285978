// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import HostConfiguration
internal import Reports
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

/// What a sweep says at its end, beside its answer.
struct SweepEnding {
  private static let shownMax = 10

  private let summary: SweepSummary
  private let failures: [StoredTrial]
  private let path: String
  private let note: String?

  init(_ summary: SweepSummary, failures: [StoredTrial], path: String, note: String? = nil) {
    self.note = note
    self.summary = summary
    self.failures = failures
    self.path = path
  }

  /// How much was done and where it is.
  var kept: String {
    let seconds = DecimalText.fixed(summary.elapsed / .seconds(1), decimals: 1)
    let reused =
      summary.reused > 0
      ? ", \(summary.reused) \(summary.reused == 1 ? "was" : "were") there already" : ""
    return "\(CountText.of(summary.ran, "trial")) run in \(seconds) s\(reused); results in \(path)"
      + (note.map { "\n\($0)" } ?? "")
  }

  /// What stands above the report of a sweep that was stopped; the report says over how many runs it is.
  static let partial =
    "PARTIAL: the sweep was stopped before its end; the findings begin with what counts."

  /// Ends with a failure if anything went wrong, and says what and how to go on.
  func check() throws(CommandFailure) {
    var lines = failures.prefix(Self.shownMax).map { failure in
      let place = failure.record.place
      return "error: point \(place.point), repetition \(place.repetition): "
        + (failure.record.outcome.errorText ?? "")
    }
    if failures.count > Self.shownMax {
      lines.append("and \(CountText.of(failures.count - Self.shownMax, "more failed trial"))")
    }
    if !failures.isEmpty {
      lines.append("note: failed trials stay as they are until a sweep has --retry-failed")
    }
    lines += summary.contradictions.prefix(Self.shownMax).map {
      "error: trial \($0) was kept before with another outcome: a policy is not deterministic"
    }
    if summary.hasTooManyFailures, summary.wasInterrupted {
      lines.append(
        "stopped after \(CountText.of(summary.failed, "failed trial")): \(kept); the same command goes "
          + "on from there"
      )
      throw CommandFailure(.failure, lines.joined(separator: "\n"))
    }
    guard !summary.wasInterrupted else {
      lines.append("interrupted: \(kept); the same command goes on from there")
      throw CommandFailure(.interrupted, lines.joined(separator: "\n"))
    }
    guard lines.isEmpty else { throw CommandFailure(.failure, lines.joined(separator: "\n")) }
  }
}
