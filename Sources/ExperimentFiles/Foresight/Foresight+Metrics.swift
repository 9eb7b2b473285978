// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension Foresight {
  /// Metrics that never have a value, that are always 0, or that are no aim.
  ///
  /// - Parameter told: the tasks that something is told of, from which follows what their metrics
  ///   lack.
  func metricWarnings(exceptOfTasks told: [String]) -> [ExperimentWarning] {
    let mentions = mentions.filter { !isConsequence($0.metric, told) }
    var warnings = mentions.compactMap { valueless($0.metric, at: $0.place) }
    guard let comparison else { return warnings }
    for metric in comparison.minimize { warnings += direction(metric, "minimize") }
    for metric in comparison.pareto { warnings += direction(metric, "pareto") }
    let judged = mentions.filter { $0.isJudged }
    warnings += judged.compactMap { constant($0.metric, at: $0.place) }
    warnings += idleMargins(comparison)
    return warnings
  }

  /// A place of the file that names a metric.
  private struct Mention {
    let metric: String
    let place: ExperimentWarning.Place
    var isJudged = true
  }

  private var mentions: [Mention] {
    var mentions = measure.map {
      Mention(metric: $0, place: .item($0, of: "measure"), isJudged: false)
    }
    if let rule = plan.stopping {
      mentions.append(Mention(metric: rule.metric, place: .key("sweep.until"), isJudged: false))
    }
    guard let comparison else { return mentions }
    func add(_ metrics: [String], _ key: String) {
      mentions += metrics.map { Mention(metric: $0, place: .item($0, of: "compare.\(key)")) }
    }
    add(comparison.minimize, "minimize")
    add(comparison.pareto, "pareto")
    for family in comparison.families { add(family.metrics, "families.\(family.name)") }
    if let requirement = comparison.requirement {
      mentions.append(Mention(metric: requirement.metric, place: .key("compare.require")))
    }
    return mentions
  }

  /// Why a metric has no value at any point.
  func obstacle(
    _ reason: (MetricProspect) -> PolicyProspect.Obstacle?
  ) -> PolicyProspect.Obstacle? {
    var first: PolicyProspect.Obstacle?
    for point in points {
      guard let obstacle = reason(MetricProspect(point.trial)) else { return nil }
      first = first ?? obstacle
    }
    return first
  }

  private func valueless(_ metric: String, at place: ExperimentWarning.Place) -> ExperimentWarning?
  {
    guard let obstacle = obstacle({ $0.obstacle(to: metric) }) else { return nil }
    return ExperimentWarning(
      "'\(metric)' can never have a value: \(obstacle.reason)", at: place,
      suggestion: obstacle.lacking)
  }

  private func constant(_ metric: String, at place: ExperimentWarning.Place) -> ExperimentWarning? {
    guard let obstacle = obstacle({ $0.obstacleToMoreThanZero(metric) }) else { return nil }
    return ExperimentWarning(
      "'\(metric)' is 0 in every run, so it shows nothing: \(obstacle.reason)", at: place,
      suggestion: obstacle.lacking)
  }

  /// Whether the lack of a value follows from what is told of a guest or a task.
  private func isConsequence(_ metric: String, _ told: [String]) -> Bool {
    let parts = metric.split(separator: ".").map(String.init)
    guard parts.count > 2 else { return false }
    switch parts[0] {
    case "guest": return isLate(parts[1])
    case "task", "regret":
      let starts = points.lazy.flatMap(\.trial.tasks).first { $0.name == parts[1] }?.start
      return told.contains(parts[1]) || isLate(starts?.guest)
    default: return false
    }
  }

  private func direction(_ metric: String, _ key: String) -> [ExperimentWarning] {
    let place = ExperimentWarning.Place.item(metric, of: "compare.\(key)")
    switch MetricCatalogue.definition(of: metric)?.direction {
    case .neutral:
      return [
        ExperimentWarning(
          "'\(metric)' is no aim: neither more nor less of it is better, it only explains",
          at: place)
      ]
    case .higher where key == "minimize":
      return [
        ExperimentWarning(
          "'\(metric)' is better when it is higher: under 'minimize' it is maximized all the same",
          at: place)
      ]
    default: return []
    }
  }

  /// Margins of metrics that nothing compares.
  private func idleMargins(_ comparison: Comparison) -> [ExperimentWarning] {
    // Without an aim, all that is measured is one.
    guard !(comparison.minimize + comparison.pareto).isEmpty else { return [] }
    return comparison.margins.map(\.metric).filter { !judgedMetrics.contains($0) }.map {
      ExperimentWarning(
        "'\($0)' is not compared, so its margin has no effect", at: .key("compare.margins.\($0)"))
    }
  }
}
