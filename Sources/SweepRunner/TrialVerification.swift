public import ExperimentFiles
internal import HostConfiguration
internal import HostModel
public import PolicyKit
public import ResultStore
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
    public let details: [String]
  }

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

  /// Runs trials again, one after the other.
  ///
  /// - Parameters:
  ///   - store: the results.
  ///   - experiment: what the plan of the results was laid down from.
  ///   - catalogue: the policies of this program.
  ///   - size: how many trials, spread over the points; nil for all.
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  public init(
    _ store: ResultStore, of experiment: Experiment, catalogue: PolicyCatalogue, size: Int?
  ) throws(ResultStoreError) {
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
    for (group, indices) in zip(groups, chosen) where !indices.isEmpty {
      let trials = indices.map { group[$0] }
      guard engine == EngineVersion.current else {
        note("it has engine \(EngineVersion.current), the trials are of \(engine)", trials.count)
        continue
      }
      try verify(trials, in: store, of: experiment, catalogue: catalogue)
    }
  }

  /// Verifies trials of one point.
  private mutating func verify(
    _ trials: [PlacedTrial], in store: ResultStore, of experiment: Experiment,
    catalogue: PolicyCatalogue
  ) throws(ResultStoreError) {
    guard let point = trials.first?.place.point else { return }
    var configuration: TrialConfiguration
    do throws(ExperimentError) {
      guard point < experiment.pointCount else {
        note("the experiment in the file has no point \(point)", trials.count)
        return
      }
      configuration = try experiment.configuration(ofPoint: point)
    } catch {
      note(error.description, trials.count)
      return
    }
    let identity = TrialIdentity(configuration, catalogue: catalogue)
    let wanted = Set(trials.map(\.place.repetition))
    for stored in try store.trials(ofPoint: point) {
      let record = stored.record
      guard wanted.contains(record.place.repetition) else { continue }
      guard identity.key(seed: record.seed) == record.place.key else {
        let changes = PolicyChange.list(from: record.policyIdentity, to: identity.policies)
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
      configuration.seed = record.seed
      compare(record, with: configuration, catalogue: catalogue)
    }
  }

  private mutating func compare(
    _ record: TrialRecord, with configuration: TrialConfiguration, catalogue: PolicyCatalogue
  ) {
    ran += 1
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
      guard !details.isEmpty else { return }
      differences.append(Difference(stored: record, digest: trial.digest, details: details))
    } catch {
      differences.append(Difference(stored: record, digest: nil, details: error.sentences))
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
    let samples = metric.sampleCount.map { " of \($0) samples" } ?? ""
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
