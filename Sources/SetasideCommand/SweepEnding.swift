internal import ExperimentFiles
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

  init(_ summary: SweepSummary, failures: [StoredTrial], path: String) {
    self.summary = summary
    self.failures = failures
    self.path = path
  }

  /// How much was done and where it is.
  var kept: String {
    let seconds = DecimalText.fixed(summary.elapsed / .seconds(1), decimals: 1)
    let reused = summary.reused > 0 ? ", \(summary.reused) were there already" : ""
    return "\(summary.ran) trials run in \(seconds) s\(reused); results in \(path)"
  }

  /// What stands above the report of a sweep that was stopped.
  static func partial(_ wholeRepetitions: Int) -> String {
    let share =
      wholeRepetitions > 0
      ? "over the first \(wholeRepetitions) repetitions, which every point has"
      : "over unequal numbers of runs, because not every point has been run"
    return "PARTIAL: the sweep was stopped; this is the answer \(share)."
  }

  /// Ends with a failure if anything went wrong, and says what and how to go on.
  func check() throws(CommandFailure) {
    var lines = failures.prefix(Self.shownMax).map { failure in
      let place = failure.record.place
      return "error: point \(place.point), repetition \(place.repetition): "
        + (failure.record.outcome.errorText ?? "")
    }
    if failures.count > Self.shownMax {
      lines.append("and \(failures.count - Self.shownMax) more failed trials")
    }
    lines += summary.contradictions.prefix(Self.shownMax).map {
      "error: trial \($0) was kept before with another outcome: a policy is not deterministic"
    }
    if summary.hasTooManyFailures, summary.wasInterrupted {
      lines.append(
        "stopped after \(summary.failed) failed trials: \(kept); the same command goes on from there"
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
