// SPDX-License-Identifier: Apache-2.0

public import ExperimentFiles
internal import Foundation
internal import HostConfiguration
internal import HostModel
public import PolicyKit
public import ResultStore
internal import Synchronization
internal import TrialExecution

/// Runs trials of a results file again, and says whether they give what is stored.
public struct TrialVerification: Sendable {
  /// A trial that gave something else.
  public struct Difference: Sendable, Hashable {
    /// The stored trial.
    public let stored: TrialRecord
    /// The digest that was found; nil if the trial could not be run.
    public let digest: String?
    /// What differs: each with what is stored and what was found.
    public internal(set) var details: [String]
  }

  /// What is said of a trial that gives something else each time that it is run.
  private static let historyNote =
    "run twice, it gave two results: a policy keeps something from one trial to the next, such as a "
    + "global variable"

  /// How many trials were run again.
  public private(set) var ran = 0
  /// How many trials of the sweep are stored, failed ones not counted.
  public private(set) var stored = 0
  /// How many stored trials have failed, and were not run again.
  public private(set) var failed = 0
  /// Trials that gave something else, in the order of points and repetitions.
  public private(set) var differences: [Difference] = []
  /// Why trials could not be verified, each with how many of them.
  public private(set) var unverifiable: [(reason: String, count: Int)] = []

  /// The point of the trials that are looked at, bound once for all of them.
  private struct Point {
    let index: Int
    let configuration: TrialConfiguration
    let identity: TrialIdentity
  }

  /// A trial to run again.
  private struct Check: Sendable {
    let stored: TrialRecord
    let configuration: TrialConfiguration
  }

  private var point: Point?

  /// Runs trials again.
  ///
  /// - Parameters:
  ///   - store: the results.
  ///   - experiment: what the plan of the results was laid down from.
  ///   - catalogue: the policies of this program.
  ///   - size: how many trials, spread over the points; nil for all.
  ///   - jobs: how many run at once, at least 1; what is found does not depend on it.
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public init(
    _ store: ResultStore, of experiment: Experiment, catalogue: PolicyCatalogue, size: Int?,
    jobs: Int = 1
  ) throws(ResultStoreError) {
    precondition(jobs >= 1, "jobs: expected at least 1")
    let engine = try store.engineVersion()
    var groups: [[PlacedTrial]] = []
    for trial in try store.placedTrials() {
      guard !trial.isFailed else {
        failed += 1
        continue
      }
      stored += 1
      if groups.last?.first?.place.point != trial.place.point { groups.append([]) }
      groups[groups.count - 1].append(trial)
    }
    let chosen = EvenSample.choose(size ?? stored, from: groups.map(\.count))
    guard engine == EngineVersion.current else {
      let count = chosen.reduce(0) { $0 + $1.count }
      let reason = "it has engine \(EngineVersion.current), the trials are of \(engine)"
      if count > 0 { note(reason, count) }
      return
    }
    var wanted: [Int: Set<Int>] = [:]
    for (group, indices) in zip(groups, chosen) where !indices.isEmpty {
      wanted[group[0].place.point] = Set(indices.map { group[$0].place.repetition })
    }
    var found = self
    try store.readTrials(where: { wanted[$0]?.contains($1) ?? false }) { trials in
      found.verify(trials.map(\.record), of: experiment, catalogue: catalogue, jobs: jobs)
    }
    self = found
  }

  /// Verifies trials in the order of points.
  private mutating func verify(
    _ records: [TrialRecord], of experiment: Experiment, catalogue: PolicyCatalogue, jobs: Int
  ) {
    var checks: [Check] = []
    for record in records {
      guard let point = bind(record.place.point, of: experiment, catalogue: catalogue) else {
        continue
      }
      guard point.identity.key(seed: record.seed) == record.place.key else {
        let changes = PolicyChange.list(from: record.policyIdentity, to: point.identity.policies)
        guard changes.isEmpty else {
          note(changes.map(\.text).joined(separator: "; "), 1)
          continue
        }
        ran += 1
        differences.append(
          Difference(
            stored: record, digest: nil,
            details: ["its key is not that of its point with its seed: the file was changed"]))
        continue
      }
      var configuration = point.configuration
      configuration.seed = record.seed
      checks.append(Check(stored: record, configuration: configuration))
    }
    ran += checks.count
    differences += Self.run(checks, catalogue: catalogue, jobs: jobs)
    differences.sort {
      let (one, other) = ($0.stored.place, $1.stored.place)
      return (one.point, one.repetition) < (other.point, other.repetition)
    }
  }

  /// The configuration of a trial's point; nil, with the reason noted, where there is none.
  private mutating func bind(
    _ index: Int, of experiment: Experiment, catalogue: PolicyCatalogue
  ) -> Point? {
    if let point, point.index == index { return point }
    guard index < experiment.pointCount else {
      note("the experiment in the file has no point \(index)", 1)
      return nil
    }
    do throws(ExperimentError) {
      let configuration = try experiment.configuration(ofPoint: index)
      point = Point(
        index: index, configuration: configuration,
        identity: TrialIdentity(configuration, catalogue: catalogue))
    } catch {
      note(error.description, 1)
      return nil
    }
    return point
  }

  /// What differs, in the order of the trials, which are taken by whichever thread has nothing to do.
  private static func run(
    _ checks: [Check], catalogue: PolicyCatalogue, jobs: Int
  ) -> [Difference] {
    let next = Atomic(0)
    let found = Mutex<[Int: Difference]>([:])
    DispatchQueue.concurrentPerform(iterations: min(jobs, checks.count)) { _ in
      while true {
        let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard place < checks.count else { return }
        // In another order than that of a sweep: a trial must not depend on those before it.
        let index = checks.count - 1 - place
        let check = checks[index]
        guard
          var difference = compare(
            check.stored, with: check.configuration, catalogue: catalogue)
        else { continue }
        let again = compare(check.stored, with: check.configuration, catalogue: catalogue)
        if again != difference {
          difference.details.insert(Self.historyNote, at: 0)
        }
        found.withLock { $0[index] = difference }
      }
    }
    let differing = found.withLock { $0 }
    return checks.indices.compactMap { differing[$0] }
  }

  private static func compare(
    _ record: TrialRecord, with configuration: TrialConfiguration, catalogue: PolicyCatalogue
  ) -> Difference? {
    do throws(SimulationError) {
      let trial = try TrialRunner(catalogue: catalogue).run(configuration)
      var details: [String] = []
      func check(_ name: String, _ stored: String, _ found: String) {
        if stored != found { details.append("\(name): stored \(stored), found \(found)") }
      }
      check("digest", record.digest ?? "none", trial.digest)
      check("outcome", record.outcome.name, trial.result.outcome.rawValue)
      check(
        "end", record.simulatedEndNanoseconds.map { "\($0) ns" } ?? "none",
        "\(trial.result.end) ns")
      let found = MetricValues(
        of: MetricNames(MetricShape(configuration).names), trial.readings)
      if found != record.values { details += Self.metrics(record.values, found) }
      guard !details.isEmpty else { return nil }
      return Difference(stored: record, digest: trial.digest, details: details)
    } catch {
      return Difference(stored: record, digest: nil, details: error.sentences)
    }
  }

  /// The metrics that differ.
  private static func metrics(_ stored: MetricValues, _ found: MetricValues) -> [String] {
    guard stored.names == found.names else { return ["metrics: other names"] }
    let pairs = zip(stored.records ?? [], found.records ?? [])
    let details = pairs.filter { $0 != $1 }.map { stored, found in
      "\(stored.name): stored \(text(stored)), found \(text(found))"
    }
    return details.isEmpty ? ["metrics: the stored ones are written otherwise"] : details
  }

  private static func text(_ metric: MetricRecord) -> String {
    let samples = metric.sampleCount.map { " of \(CountText.of(Int($0), "sample"))" } ?? ""
    switch metric.value {
    case .defined(let value): return "\(value)\(samples)"
    case .undefined(let reason): return "none (\(reason))\(samples)"
    }
  }

  private mutating func note(_ reason: String, _ count: Int) {
    if let index = unverifiable.firstIndex(where: { $0.reason == reason }) {
      unverifiable[index].count += count
    } else {
      unverifiable.append((reason, count))
    }
  }
}
