internal import ExperimentFiles
internal import HostConfiguration
internal import PolicyKit
internal import Reports

/// What makes of an experiment one in which each cost is taken to both ends of its range, one at a time.
///
/// What is assumed is what the file has: an outer design of its own gives way. Those that the sweep itself
/// varies as a choice or a condition stay. A cost is left out, and ``notes`` say
/// so, if its value is not one assumption: if it differs between points, since one value in its place would
/// undo what is swept; and if it is computed from another cost, with which it changes anyway.
struct SensitivitySetting {
  /// A cost that may be another one.
  private struct Cost {
    let path: String
    let nanoseconds: Int64
    let range: ClosedRange<SimulatedDuration>

    /// What else may be true.
    var others: [Int64] {
      [range.lowerBound.nanoseconds, range.upperBound.nanoseconds].filter { $0 != nanoseconds }
    }
  }

  /// The setting, as `-s` takes it.
  let text: String
  /// What is left out, and why.
  let notes: [String]

  /// Looks for the costs that an experiment assumes.
  ///
  /// - Throws: a `CommandFailure` if there are none to vary.
  /// - Complexity: O(points); each choice and condition is bound once, the first one some dozen times.
  init(for experiment: Experiment) throws(CommandFailure) {
    var lists: [String] = []
    var notes: [String] = []
    do throws(ExperimentError) {
      let costs = try Self.costs(of: experiment)
      let conditions = try Self.conditions(of: experiment)
      for cost in costs {
        let path = cost.path
        if conditions.contains(where: { Self.nanoseconds(of: path, in: $0) != cost.nanoseconds }) {
          notes.append("\(path), which differs between points")
        } else if let other = try Self.leader(of: cost, among: costs, in: experiment) {
          notes.append("\(path), which follows \(other)")
        } else {
          let values = ([cost.nanoseconds] + cost.others).map(Self.text).joined(separator: ", ")
          lists.append("\(path): [\(values)]")
        }
      }
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
    self.notes = notes.map { "note: '--sensitivity' leaves out \($0)" }
    guard !lists.isEmpty else {
      throw CommandFailure(
        .badInput,
        (self.notes + [
          "error: '--sensitivity': the experiment has no cost that is not swept already"
        ]).joined(separator: "\n"))
    }
    text = "sweep.outer={one-at-a-time: {\(lists.joined(separator: ", "))}}"
  }

  /// The costs that the sweep does not vary itself.
  private static func costs(of experiment: Experiment) throws(ExperimentError) -> [Cost] {
    let inner = experiment.axes.filter { !experiment.outerAxes.contains($0) }
    let assumed = try experiment.configurationAsAssumed(ofPoint: 0)
    return CostTable.costs(of: assumed)
      .map {
        Cost(path: $0.path, nanoseconds: $0.value(in: assumed).nanoseconds, range: $0.range)
      }
      .filter { cost in !inner.contains { $0 == cost.path || cost.path.hasPrefix($0 + ".") } }
  }

  /// One trial of each combination of choices and conditions, all as is assumed.
  private static func conditions(
    of experiment: Experiment
  ) throws(ExperimentError) -> [TrialConfiguration] {
    var seen: Set<[String]> = []
    var conditions: [TrialConfiguration] = []
    for point in 0..<experiment.pointCount {
      let inner = experiment.assignments(ofPoint: point).filter { !$0.isOuter }
      guard seen.insert(inner.flatMap { [$0.path, $0.label] }).inserted else { continue }
      conditions.append(try experiment.configurationAsAssumed(ofPoint: point))
    }
    return conditions
  }

  /// The cost that another one is computed from; nil where it stands alone.
  ///
  /// What an expression reads is not looked up but tried out, since it may read by way of others.
  private static func leader(
    of cost: Cost, among costs: [Cost], in experiment: Experiment
  ) throws(ExperimentError) -> String? {
    for other in costs where other.path != cost.path {
      for value in other.others {
        let changed = try experiment.configurationAsAssumed(
          ofPoint: 0, setting: Override("\(other.path)=\(text(value))"))
        if nanoseconds(of: cost.path, in: changed) != cost.nanoseconds { return other.path }
      }
    }
    return nil
  }

  private static func nanoseconds(of path: String, in configuration: TrialConfiguration) -> Int64 {
    CostTable.all.first { $0.path == path }?.value(in: configuration).nanoseconds ?? 0
  }

  private static func text(_ nanoseconds: Int64) -> String {
    nanoseconds.isMultiple(of: 1_000) ? "\(nanoseconds / 1_000) us" : "\(nanoseconds) ns"
  }
}
