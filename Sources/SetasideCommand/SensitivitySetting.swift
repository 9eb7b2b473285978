// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import HostConfiguration

/// What makes of an experiment one in which each assumption is taken to what else may be true, one at a time.
///
/// What is assumed is what the file has: an outer design of its own gives way. Those that the sweep itself
/// varies as a choice or a condition stay. An assumption is left out, and ``notes`` say
/// so, if its value is not one: if it differs between points, since one value in its place would
/// undo what is swept; and if it is computed from another one, with which it changes anyway.
struct SensitivitySetting {
  /// The setting, as `-s` takes it.
  let text: String
  /// What is left out, and why.
  let notes: [String]

  /// Looks for what an experiment assumes.
  ///
  /// - Throws: a `CommandFailure` if there is nothing to vary.
  /// - Complexity: O(points); each choice and condition is bound once, the first one some dozen times.
  init(for experiment: Experiment) throws(CommandFailure) {
    var lists: [String] = []
    var notes: [String] = []
    do throws(ExperimentError) {
      let assumptions = try Self.assumptions(of: experiment)
      let conditions = try Self.conditions(of: experiment)
      for one in assumptions {
        if conditions.contains(where: { one.value(in: $0) != one.assumed }) {
          notes.append("\(one.path), which differs between points")
        } else if let other = try Self.leader(of: one, among: assumptions, in: experiment) {
          notes.append("\(one.path), which follows \(other)")
        } else {
          let values = ([one.assumed] + one.others).joined(separator: ", ")
          lists.append("\(one.path): [\(values)]")
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
          "error: '--sensitivity': the experiment assumes nothing that is not swept already"
        ]).joined(separator: "\n"))
    }
    text = "sweep.outer={one-at-a-time: {\(lists.joined(separator: ", "))}}"
  }

  /// What the sweep does not vary itself.
  private static func assumptions(of experiment: Experiment) throws(ExperimentError) -> [Assumption]
  {
    let inner = experiment.axes.filter { !experiment.outerAxes.contains($0) }
    return Assumption.all(of: try experiment.configurationAsAssumed(ofPoint: 0)).filter { one in
      !one.others.isEmpty
        && !inner.contains {
          $0 == one.path || one.path.hasPrefix($0 + ".") || $0.hasPrefix(one.path + ".")
        }
    }
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

  /// The assumption that another one is computed from; nil where it stands alone.
  ///
  /// What an expression reads is not looked up but tried out, since it may read by way of others.
  private static func leader(
    of one: Assumption, among all: [Assumption], in experiment: Experiment
  ) throws(ExperimentError) -> String? {
    for other in all where other.path != one.path {
      for value in other.others {
        let changed = try experiment.configurationAsAssumed(
          ofPoint: 0, setting: Override("\(other.path)=\(value)"))
        if one.value(in: changed) != one.assumed { return other.path }
      }
    }
    return nil
  }
}
