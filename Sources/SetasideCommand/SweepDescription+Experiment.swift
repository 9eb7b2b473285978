// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import HostConfiguration
internal import PolicyKit
internal import Reports
internal import Statistics
internal import SweepRunner

extension SweepDescription {
  /// How many metrics a report shows where the experiment does not say which.
  private static let metricsWithoutChoice = [
    "guest.*.downtime", "guest.*.shutdown-latency", "guest.*.time-to-free", "task.*.completion",
    "task.*.completed", "stall.request.p99", "oom.kills",
  ]

  /// Describes the sweep of an experiment for its report.
  init(_ experiment: Experiment, schedule: SweepSchedule) throws(ExperimentError) {
    let configuration = try experiment.configuration(ofPoint: 0)
    var points: [Point] = []
    var variedCosts: [String] = []
    var kernel = KernelNote(isNamed: experiment.namesKernel)
    // A column that can have no value anywhere shows nothing.
    var valueless = Self.metrics(of: configuration)
    var tasks: [String] = []
    for point in schedule.points {
      let own = try experiment.configuration(ofPoint: point.index)
      kernel.add(own)
      var described = Point(
        index: point.index,
        values: point.assignments.map { AxisValue(path: $0.path, label: $0.label) },
        isRandom: point.isRandom,
        until: own.limit.nanoseconds)
      if !valueless.isEmpty {
        let prospect = MetricProspect(own)
        valueless.removeAll { prospect.obstacle(to: $0) == nil }
      }
      described.clocks = ClockStart.all(of: own)
      described.sample = experiment.designPoint(ofPoint: point.index).map { OuterSample($0) }
      tasks += own.tasks.map(\.name).filter { !tasks.contains($0) }
      // Under one assumption at a time the first sample has what is assumed.
      if !experiment.isOneAtATime || described.sample?.number == 0 {
        variedCosts += CostTable.paths(in: own, otherThanIn: configuration)
          .filter { !variedCosts.contains($0) }
      }
      points.append(described)
    }
    let comparison = experiment.comparison
    let metrics =
      experiment.measure.isEmpty
      ? Self.metrics(of: configuration).filter { !valueless.contains($0) } : experiment.measure
    let objectives = (comparison?.minimize ?? []) + (comparison?.pareto ?? [])
    self.init(
      name: experiment.name, question: experiment.description, axes: experiment.axes,
      points: points, metrics: metrics,
      baseline: comparison?.baseline.map { AxisValue(path: $0.path, label: $0.label) } ?? [],
      objectives: objectives.isEmpty
        ? Self.objectives(among: metrics, isCompared: comparison != nil)
        : objectives.enumerated().filter { objectives.firstIndex(of: $1) == $0 }.map(\.element),
      requirement: comparison?.requirement.map { SweepRequirement($0) },
      configuration: configuration)
    pareto = comparison?.pareto ?? []
    settings = comparison.map { ComparisonSettings($0) } ?? ComparisonSettings()
    settings.stopping = experiment.stopping.map { .init(RepetitionGrowth($0)) }
    self.variedCosts = variedCosts
    kernelNotes = kernel.sentences
    kernelBrief = kernel.brief
    self.tasks = tasks
    outerAxes = experiment.outerAxes
    isOneAtATime = experiment.isOneAtATime
    answers = (comparison?.answers ?? []).map { OuterAnswer($0) }
    // Only scrambled Sobol' points come in replicates; points of other designs have none.
    hasReplicates = points.contains { $0.sample.map { $0.replicate > 0 } ?? false }
  }

  private static func metrics(of configuration: TrialConfiguration) -> [String] {
    MetricCatalogue.names(
      guests: configuration.guests.filter { $0.departure != .none }.map(\.name),
      tasks: configuration.tasks.map(\.name)
    ).filter { metricsWithoutChoice.contains(MetricCatalogue.generalised($0)) }
  }

  /// Where an experiment compares but does not say by what: by all that it measures and can be judged.
  private static func objectives(among metrics: [String], isCompared: Bool) -> [String] {
    guard isCompared else { return [] }
    return metrics.filter {
      MetricCatalogue.definition(of: $0).map { $0.direction != .neutral } ?? false
    }
  }
}

extension SweepRequirement {
  /// The requirement as reports need it.
  init(_ requirement: Requirement) {
    self.init(
      metric: requirement.metric,
      counts: { requirement.relation.holds($0, requirement.threshold) },
      isUpperBound: requirement.bound == .lessOrEqual || requirement.bound == .less,
      share: Double(requirement.share) / 1e6, text: requirement.text)
  }
}

extension ComparisonSettings {
  /// What the experiment declares.
  init(_ comparison: Comparison) {
    self.init()
    test =
      switch comparison.test {
      case .wilcoxon: .wilcoxon
      case .t: .t
      }
    correction =
      switch comparison.correction {
      case .holm: .holm
      case .benjaminiHochberg: .benjaminiHochberg
      case .none: .none
      }
    families = comparison.families.map { Family(name: $0.name, metrics: $0.metrics) }
    margins = comparison.margins.map { ($0.metric, Margin($0.tolerance)) }
  }
}

extension ComparisonSettings.Margin {
  /// The margin as reports need it.
  init(_ tolerance: MetricTolerance) {
    switch tolerance {
    case .relative(let partsPerMillion): self = .relative(Double(partsPerMillion) / 1e6)
    case .absolute(let amount): self = .absolute(Double(amount))
    }
  }
}

extension OuterSample {
  /// The sample as reports need it.
  init(_ point: DesignPoint) {
    let matrix: Matrix =
      switch point.matrix {
      case .a: .first
      case .b: .second
      case .ab(let axis): .mixed(axis)
      }
    self.init(
      replicate: point.replicate, number: point.sample, coordinates: point.coordinates,
      matrix: matrix)
  }
}

extension ComparisonSettings.StoppingRule {
  /// The rule as reports need it.
  init(_ growth: RepetitionGrowth) {
    self.init(text: growth.goal.text, looks: growth.looks.count)
  }
}

extension OuterAnswer {
  /// What the experiment asks.
  init(_ answer: Comparison.Answer) {
    self =
      switch answer {
      case .winnerShare: .winnerShare
      case .flipSurface: .flipSurface
      case .sobolIndex: .sobolIndex
      }
  }
}
