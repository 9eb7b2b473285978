internal import ExperimentFiles
internal import PolicyKit
internal import Reports

/// What makes of an experiment one in which each assumed cost is halved and doubled, one at a time.
enum SensitivitySetting {
  /// By which costs are multiplied and divided.
  private static let factor: Int64 = 2

  /// The setting, as `-s` takes it.
  ///
  /// Costs of zero stay, and so do those that the sweep itself varies as a choice or a condition. An outer
  /// design of the file gives way: its assumptions are as the file has them.
  static func text(for experiment: Experiment) throws(CommandFailure) -> String {
    let inner = experiment.axes.filter { !experiment.outerAxes.contains($0) }
    let lists: [String]
    do throws(ExperimentError) {
      lists = AssumedCosts.all(of: try experiment.configuration(ofPoint: 0)).filter { cost in
        cost.duration.nanoseconds > 0
          && !inner.contains { $0 == cost.path || cost.path.hasPrefix($0 + ".") }
      }.map { cost in
        let assumed = cost.duration.nanoseconds
        let values = [assumed, max(1, assumed / factor), assumed * factor]
        return "\(cost.path): [\(values.map { "\($0) ns" }.joined(separator: ", "))]"
      }
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
    guard !lists.isEmpty else {
      throw CommandFailure(
        .badInput, "'--sensitivity': the experiment has no assumed cost that is not swept already")
    }
    return "sweep.outer={one-at-a-time: {\(lists.joined(separator: ", "))}}"
  }
}
