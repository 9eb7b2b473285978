import ExperimentFiles
import Foundation
import HostConfiguration
import HostModel
import Policies
import PolicyKit
import Testing
import TrialExecution

/// What the descriptions of the shipped experiments say is found, at one seed of the points that it is about.
@Suite struct DescriptionTests {
  /// The readings of one trial.
  struct Outcome {
    let readings: [String: MetricValue]

    /// A metric in its stored unit; an issue is recorded where it has no value.
    func value(_ metric: String) throws -> Int64 {
      try #require(readings[metric]?.integer, "\(metric): \(String(describing: readings[metric]))")
    }
  }

  private let catalogue = PolicyCatalogue(allPolicies)

  /// Runs the point whose axes have these values; others have the first that comes.
  private func outcome(_ name: String, _ values: [String: String], seed: UInt64 = 1) throws
    -> Outcome
  {
    let experiment = try ShippedExperiment.load(name, catalogue)
    let point = try #require(
      (0..<experiment.pointCount).first { point in
        let labels = Dictionary(
          experiment.assignments(ofPoint: point).map { ($0.path, $0.label) },
          uniquingKeysWith: { first, _ in first })
        return values.allSatisfy { labels[$0.key] == $0.value }
      }, "no point of \(name) has \(values)")
    var trial = try experiment.configuration(ofPoint: point)
    trial.seed = seed
    let result = try TrialRunner(catalogue: catalogue).run(trial).result
    return Outcome(
      readings: Dictionary(
        result.metrics.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
  }

  @Test func `demo: larger batches are done sooner, and hold the lock longer`() throws {
    func run(_ notifier: String) throws -> Outcome {
      try outcome("demo", ["policies.oom-notifier": notifier])
    }
    let none = try run("none")
    #expect(try none.value("oom.kills") == 1)
    #expect(try none.value("oom.kills.avoidable") == 1)
    let order = [
      "free-batch pages=4096", "free-batch pages=256", "free-batch pages=16", "wait-for-dying",
      "drain",
    ]
    let outcomes = try order.map(run)
    let done = try outcomes.map { try $0.value("task.batch.completion") }
    #expect(done == done.sorted(), "\(done)")
    #expect(try outcomes.allSatisfy { try $0.value("oom.kills") == 0 })
    let held = try outcomes[0...2].map { try $0.value("notifier.held.max") }
    #expect(held[0] > held[1] && held[1] > held[2], "\(held)")
    #expect(try outcomes[4].value("notifier.held.max") > 1_000_000_000)
  }
}
