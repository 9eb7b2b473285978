// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import PolicyKit

@testable import Reports

/// A sweep over one policy, with values given for each choice.
enum SmallSweep {
  /// A sweep of notifiers against none over a box of these axes.
  static func outer(_ axes: [String], _ points: [SweepDescription.Point]) -> SweepDescription {
    var description = SweepDescription(
      name: "small", question: "", axes: axes + ["policies.oom-notifier"], points: points,
      metrics: ["task.batch.completion"],
      baseline: [.init(path: "policies.oom-notifier", label: "none")],
      objectives: ["task.batch.completion"], requirement: nil,
      configuration: TrialConfiguration(host: HostDescription(memory: 1)))
    description.outerAxes = axes
    return description
  }

  /// Makes results: for each metric, the runs of each choice, the first of which is the baseline.
  static func results(
    _ values: [(metric: String, runs: [[Int64?]])], choices: [String], objectives: [String],
    until: Int64? = nil, isRandom: Bool = true, requirement: SweepRequirement? = nil,
    pareto: [String] = [], settings: ComparisonSettings = ComparisonSettings(),
    tasks: [String] = []
  ) throws -> SweepResults {
    var description = SweepDescription(
      name: "small", question: "Which is best?", axes: ["policies.oom-notifier"],
      points: choices.enumerated().map { index, choice in
        .init(
          index: index, values: [.init(path: "policies.oom-notifier", label: choice)],
          isRandom: isRandom, until: until)
      }, metrics: values.map(\.metric),
      baseline: [.init(path: "policies.oom-notifier", label: choices[0])], objectives: objectives,
      requirement: requirement,
      configuration: TrialConfiguration(host: HostDescription(memory: 1)))
    description.pareto = pareto
    description.settings = settings
    description.tasks = tasks
    var all: [String: [MetricSeries]] = [:]
    let honesty = HonestyNote.metrics.map { name in
      (name, choices.indices.map { place in values[0].runs[place].map { _ in Int64?(0) } })
    }
    for (metric, runs) in values.map({ ($0.metric, $0.runs) }) + honesty {
      all[metric] = try runs.map { try series(metric, $0, isRandom: isRandom, until: until) }
    }
    return SweepResults(description, series: all)
  }

  /// A requirement on kills.
  static let noKills = SweepRequirement(
    metric: "oom.kills", counts: { $0 > 0 }, isUpperBound: true, share: 0.01,
    text: "P(oom.kills > 0) <= 1 %")
}

/// Numbers without a pattern, the same in every run.
struct Numbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// A number in 0..<1.
  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
  }

  /// About normal, of mean 0 and deviation 1.
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + next() } }
}
