// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import HostConfiguration
internal import Reports
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

/// What a sweep would do, without doing it.
struct SweepPreview {
  private static let shownMax = 10
  /// Trials of fewer seconds are worth a look at how long workers take to start.
  private static let startMatters = 1.0

  private let schedule: SweepSchedule
  private let axes: [String]
  private let limits: SweepLimits
  private let growth: RepetitionGrowth?
  private let path: String
  private let retriesFailed: Bool
  private let reach: RepetitionReach?
  private var existing: Set<String> = []
  /// The trials among them that failed.
  private var failed = 0
  /// How long a trial takes, in seconds.
  private var seconds: Double?
  /// How long workers take until they run trials, in seconds.
  private var start = 0.0

  /// Looks at what is there, and runs some trials if nothing says how long one takes.
  ///
  /// - Parameters:
  ///   - store: the file that the sweep would write; nil if it would make it.
  ///   - reach: what its repetitions can show.
  init(
    _ experiment: Experiment, _ schedule: SweepSchedule, limits: SweepLimits,
    growth: RepetitionGrowth?, retriesFailed: Bool, store: ResultStore?, path: String,
    runner: SweepRunner, reach: RepetitionReach? = nil
  ) throws(SweepFailure) {
    self.schedule = schedule
    self.limits = limits
    self.growth = growth
    self.path = path
    self.retriesFailed = retriesFailed
    self.reach = reach
    axes = experiment.axes
    if let store {
      do throws(ResultStoreError) {
        existing = try store.existingKeys(among: schedule.keys)
        failed = try store.failedKeys().intersection(existing).count
        seconds = try store.meanWallSeconds()
        try store.close()
      } catch {
        throw .store(error)
      }
    }
    guard left > 0 else { return }
    guard let known = seconds else {
      let probe = try runner.probe()
      (seconds, start) = (probe.trial, probe.start)
      return
    }
    // Beside long trials the start of the workers is nothing, and one would have to be waited for.
    guard known < Self.startMatters else { return }
    start = max(0, try runner.probe(trials: 1).start)
  }

  /// The preview for a terminal of this many columns.
  func text(width: Int) -> String {
    var lines = [size, there, time].flatMap {
      TextWrap.lines($0, width: width, indent: "  ")
    }
    if let sentences = reach?.sentences, !sentences.isEmpty {
      lines += ["", "What these repetitions can show"]
      lines += sentences.flatMap {
        TextWrap.lines($0, width: width, first: "  * ", indent: "    ")
      }
    }
    let isPart = schedule.trials.count > Self.shownMax
    lines += ["", isPart ? "The first trials" : "The trials"]
    lines += TrialTable(schedule, axes: axes, most: Self.shownMax).lines(width: width)
    return lines.joined(separator: "\n")
  }

  /// The preview for machines.
  var json: JSONValue {
    .object([
      ("points", .integer(Int64(schedule.points.count))),
      ("trials", .integer(Int64(schedule.trialCount))),
      ("there", .integer(Int64(existing.count))), ("failedBefore", .integer(Int64(failed))),
      ("left", .integer(Int64(left))),
      ("secondsOfTrial", seconds.map { .number($0) } ?? .null),
      ("secondsLeft", secondsLeft.map { .number($0) } ?? .null),
      ("results", .text(path)),
      ("reach", .array((reach?.sentences ?? []).map { .text($0) })),
    ])
  }

  private var size: String {
    let fixed = schedule.points.count { !$0.isRandom }
    let part = schedule.shard.map { ", of which part \($0) has these" } ?? ""
    let once =
      fixed > 0
      ? " (\(fixed) of them \(fixed == 1 ? "draws nothing and is" : "draw nothing and are") run once)"
      : ""
    let more =
      growth.map {
        "; then up to \(CountText.of($0.looks.last ?? 0, "repetition")) where \($0.goal.text) is not "
          + "reached"
      } ?? ""
    return "\(CountText.of(schedule.trialCount, "trial")): "
      + "\(CountText.of(schedule.points.count, "point"))\(once), "
      + "\(CountText.of(schedule.repetitions, "repetition"))\(part)\(more)."
  }

  private var there: String {
    guard !existing.isEmpty else { return "None of them is in \(path)." }
    let verb = existing.count == 1 ? "is" : "are"
    let retries =
      failed == 0
      ? ""
      : retriesFailed
        ? ", \(failed) of which failed and would run again"
        : ", \(failed) of which failed ('--retry-failed' would run them again)"
    return "\(existing.count) of them \(verb) in \(path)\(retries); "
      + (left == 0 ? "nothing is left to run." : "\(left) \(left == 1 ? "is" : "are") left.")
  }

  /// How many trials would be run.
  private var left: Int { schedule.trialCount - existing.count + (retriesFailed ? failed : 0) }

  private var time: String {
    guard left > 0 else { return seconds.map { "A trial takes about \(TimeSpan.text($0))." } ?? "" }
    guard let seconds, let rest = secondsLeft else { return "All trials failed that were tried." }
    return "A trial takes about \(TimeSpan.text(seconds)); the rest with \(limits.workers) at once "
      + "about \(TimeSpan.text(rest))."
  }

  private var secondsLeft: Double? {
    seconds.map { left == 0 ? 0 : start + $0 * max(1, Double(left) / Double(limits.workers)) }
  }
}
