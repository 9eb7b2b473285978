// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import Reports
internal import SweepRunner

/// Warns of what so many repetitions cannot show, before any is run.
struct RepetitionWarnings {
  /// More points are not laid out for a warning.
  private static let pointsMax = ExperimentLoader.checkedPointsMax

  /// What the repetitions can show; nil for an experiment with faults.
  let reach: RepetitionReach?
  private let isRule: Bool

  /// Looks at an experiment as its file has it; nil for one that is too large for that.
  init?(_ experiment: Experiment, in session: Session) {
    guard experiment.pointCount <= Self.pointsMax,
      let schedule = try? SweepSchedule(
        experiment, catalogue: session.catalogue, repetitions: 1)
    else { return nil }
    let growth = experiment.stopping.map { RepetitionGrowth($0) }
    self.init(experiment, schedule, growth, repetitions: experiment.repetitions)
  }

  /// Looks at a sweep as it is to be run.
  ///
  /// - Parameters:
  ///   - experiment: the experiment.
  ///   - schedule: its points.
  ///   - growth: what adds repetitions; nil where they are fixed.
  ///   - repetitions: how many there are where they are fixed.
  init(
    _ experiment: Experiment, _ schedule: SweepSchedule, _ growth: RepetitionGrowth?,
    repetitions: Int
  ) {
    isRule = growth != nil
    guard var description = try? SweepDescription(experiment, schedule: schedule) else {
      reach = nil
      return
    }
    description.settings.stopping = growth.map { .init($0) }
    reach = RepetitionReach(description, repetitions: growth?.looks.last ?? repetitions)
  }

  /// The warnings, where the repetitions are written.
  var warnings: [ExperimentWarning] {
    let key = isRule ? "maximum-repetitions" : "repetitions"
    let pairs = reach?.tooFewPairs.map {
      ExperimentWarning("'\(key)': \($0)", at: .key("sweep.\(key)"))
    }
    let requirement = reach?.unreachableRequirement.map {
      ExperimentWarning("'require': \($0)", at: .key("compare.require"))
    }
    return [pairs, requirement].compactMap(\.self)
  }
}
