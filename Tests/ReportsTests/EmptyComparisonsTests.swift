// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import PolicyKit
import Testing

@testable import Reports
@testable import ResultStore

/// A comparison of nothing has no verdict, and the report begins with why.
@Suite struct EmptyComparisonsTests {
  /// What a metric has in every run of a choice.
  enum Runs {
    case value(Int64)
    case undefined(String)
    case each([MetricValue])
  }

  private static let count = 30

  /// Results of choices of notifiers, or of another axis, by metric.
  private func results(
    _ metrics: [(String, [Runs])], axis: String = "policies.oom-notifier",
    labels: [String] = ["none", "drain"], hasBaseline: Bool = true, objectives: [String]? = nil
  ) throws -> SweepResults {
    var configuration = TrialConfiguration(host: HostDescription(memory: 1))
    configuration.tasks = [
      TaskDescription(
        name: "batch",
        demand: .steady(
          total: 1, jitter: .percent(0), rate: .mebibytesPerSecond(1), request: 1))
    ]
    let description = SweepDescription(
      name: "small", question: "Which is best?", axes: [axis],
      points: labels.enumerated().map { index, label in
        .init(index: index, values: [.init(path: axis, label: label)], isRandom: true, until: 100)
      }, metrics: [metrics[0].0],
      baseline: hasBaseline ? [.init(path: axis, label: labels[0])] : [],
      objectives: objectives ?? [metrics[0].0], requirement: nil, configuration: configuration)
    var series: [String: [MetricSeries]] = [:]
    let known = HonestyNote.metrics.map { ($0, labels.map { _ in Runs.value(0) }) } + metrics
    for (name, runs) in known {
      let definition = try #require(MetricCatalogue.definition(of: name))
      series[name] = runs.map { runs in
        MetricSeries(
          name: name, definition: definition, isRandom: true,
          observations: Self.values(runs).enumerated().map { repetition, value in
            MetricObservation(
              repetition: repetition, seed: UInt64(repetition), outcome: .ended(.done),
              value: value, sampleCount: nil)
          }, until: 100)
      }
    }
    return SweepResults(description, series: series)
  }

  private static func values(_ runs: Runs) -> [MetricValue] {
    switch runs {
    case .value(let value): Array(repeating: .defined(value), count: count)
    case .undefined(let reason): Array(repeating: .undefined(reason: reason), count: count)
    case .each(let values): values
    }
  }

  private static let varied = Runs.each((0..<count).map { .defined(Int64($0)) })
  private static let other = Runs.each((0..<count).map { .defined(Int64($0) + 40) })

  private func both(_ runs: Runs) -> [Runs] { [runs, runs] }

  /// Counters of a sweep in which no notifier was asked.
  private var unasked: [(String, [Runs])] {
    [
      ("policy.asked", both(.value(7))), ("notifier.calls", both(.value(0))),
      ("oom.invocations", both(.value(0))),
    ]
  }

  private func text(_ results: SweepResults) -> String { SweepReport(results).text(width: 200) }

  @Test func `no policy was asked`() throws {
    let results = try results([("stall.total", both(Self.varied))] + unasked)
    let analysis = SweepAnalysis(results)
    #expect(analysis.book.judged.map(\.verdict) == [.notCompared])
    let report = text(results)
    #expect(
      report.hasPrefix(
        "Nothing is compared: no policy was asked in any run about what differs, "
          + "policies.oom-notifier: memory never ran out.\n"), "\(report)")
    #expect(!report.contains("equivalent in"))
    #expect(!report.contains("is best:"))
  }

  @Test func `no policy of any kind was asked`() throws {
    var counters = unasked
    counters[0].1 = both(.value(0))
    let report = text(try results([("stall.total", both(Self.varied))] + counters))
    #expect(report.hasPrefix("Nothing is compared: no policy was asked in any run: no guest left"))
  }

  @Test func `a policy that was asked once, or another value, is compared`() throws {
    var asked = unasked
    asked[1].1[1] = .each([.defined(1)] + Array(repeating: .defined(0), count: Self.count - 1))
    for metrics in [
      [("stall.total", both(Self.varied))] + asked,
      [("stall.total", [Self.varied, Self.other])] + unasked,
    ] {
      let analysis = SweepAnalysis(try results(metrics))
      #expect(!analysis.book.judged.map(\.verdict).contains(.notCompared))
    }
  }

  @Test func `an axis that is no policy needs nobody to be asked`() throws {
    let results = try results(
      [("stall.total", both(Self.varied))] + unasked, axis: "host.cpus", labels: ["4", "8"])
    #expect(SweepAnalysis(results).book.judged.map(\.verdict) != [.notCompared])
    #expect(SweepReport(results).lead.isEmpty)
  }

  @Test func `other roles are asked other questions`() throws {
    for (axis, counter, why) in [
      ("policies.allocation-failure", "set-aside.node-failures", "no node was refused"),
      ("policies.reclaim-throttle", "cleaner.cpu", "no cleaner ran"),
    ] {
      let metrics = [
        ("stall.total", both(Self.varied)), ("policy.asked", both(.value(3))),
        (counter, both(.value(0))),
      ]
      #expect(text(try results(metrics, axis: axis)).split(separator: "\n")[0].contains(why))
      let asked = Array(metrics.dropLast()) + [(counter, [.value(0), .value(1)])]
      #expect(SweepReport(try results(asked, axis: axis)).lead.isEmpty)
    }
  }

  private static let fates: [(String, String)] = [
    ("never began", "the task 'batch' never began in any run"),
    ("killed", "the task 'batch' was killed in every run"),
    ("not before the end of the run", "the task 'batch' was cut off in every run"),
  ]

  @Test(arguments: fates) func `a task that came to nothing`(reason: String, sentence: String)
    throws
  {
    for metric in ["task.batch.completion", "task.batch.completed"] {
      let completed: [(String, [Runs])] =
        metric == "task.batch.completed" ? [("task.batch.completed", both(.value(0)))] : []
      let metrics = completed + [("task.batch.completion", both(.undefined(reason)))]
      let results = try results(metrics, axis: "host.cpus", labels: ["4", "8"])
      #expect(SweepAnalysis(results).book.judged.map(\.verdict) == [.notCompared], "\(metric)")
      let report = text(results)
      #expect(report.hasPrefix("Nothing is compared: \(sentence).\n"), "\(report)")
      #expect(!report.contains("equivalent in"))
    }
  }

  @Test func `a task that was killed or cut off`() throws {
    let mixed = Runs.each(
      (0..<Self.count).map {
        .undefined(reason: $0 < 12 ? "killed" : "not before the end of the run")
      })
    let report = text(
      try results([("task.batch.completion", both(mixed))], axis: "host.cpus", labels: ["4", "8"]))
    #expect(
      report.hasPrefix(
        "Nothing is compared: the task 'batch' completed in no run: it was killed in 24, was cut off "
          + "in 36."), "\(report)")
  }

  @Test func `a task that one choice saves is compared`() throws {
    let results = try results(
      [("task.batch.completion", [.undefined("killed"), Self.varied])])
    #expect(SweepAnalysis(results).book.judged.map(\.verdict) == [.better])
    #expect(SweepReport(results).lead.isEmpty)
    let report = SweepReport(results).text(width: 10_000)
    #expect(report.contains("never equivalent: task.batch.completion, as a relative margin"))
    #expect(!report.contains("at most task.batch.completion 0 s"))
  }

  @Test func `nothing is told of kills where no task began`() throws {
    let results = try results(
      [
        ("oom.kills", both(.value(0))), ("task.batch.completion", both(.undefined("never began"))),
      ], axis: "host.cpus", labels: ["4", "8"])
    #expect(SweepAnalysis(results).book.judged.map(\.verdict) == [.notCompared])
  }

  @Test func `teardown is compared where no task began`() throws {
    let results = try results(
      [
        ("guest.db.time-to-free", [Self.varied, Self.other]),
        ("task.batch.completion", both(.undefined("never began"))),
      ], axis: "guests.db.teardown", labels: ["sync-destroy", "sync-export"])
    #expect(SweepAnalysis(results).book.judged.map(\.verdict) == [.worse])
    #expect(SweepReport(results).lead == ["The task 'batch' never began in any run."])
  }

  @Test func `a metric without any value`() throws {
    let results = try results(
      [("guest.db.downtime", both(.undefined("the guest does not reboot")))])
    #expect(SweepAnalysis(results).book.judged.map(\.verdict) == [.notCompared])
    #expect(
      SweepReport(results).lead == [
        "Nothing is compared: 'guest.db.downtime' has no value in any run: the guest does not reboot."
      ])
  }

  @Test func `a baseline that is not there`() throws {
    let description = try results([("stall.total", both(Self.varied))]).description
    var without = description
    without.baseline = [.init(path: "policies.oom-notifier", label: "gone")]
    let series = try #require(
      try results([("stall.total", both(Self.varied))]).series("stall.total", 0))
    let counts = MetricSeries(
      name: "policy.infeasible",
      definition: try #require(MetricCatalogue.definition(of: "policy.infeasible")),
      isRandom: true, observations: series.observations, until: nil)
    let results = SweepResults(
      without, series: ["stall.total": [series, series], "policy.infeasible": [counts, counts]])
    #expect(
      SweepReport(results).lead == [
        "Nothing is compared: no point has the baseline's policies.oom-notifier = gone."
      ])
  }

  @Test func `who asks for no verdict is told how to`() throws {
    let results = try results(
      [("stall.total", both(Self.varied))], hasBaseline: false, objectives: [])
    let report = text(results)
    #expect(
      report.contains(
        "'compare: { baseline: { policies.oom-notifier: none }, minimize: [stall.total] }'"),
      "\(report)")
  }
}
