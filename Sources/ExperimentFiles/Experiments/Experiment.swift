// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
internal import PolicyKit

/// An experiment that has been read and checked: its trials, and what is asked of them.
///
/// The trees of its points are bound to configurations one by one, when they are asked for; the
/// file is never read again.
public struct Experiment: Sendable {
  /// The name: that of the file without its directory and extension.
  public let name: String
  /// The path of the file, as it was given.
  public let path: String
  /// The question that it asks; empty when there is none.
  public let description: String
  /// The metrics that reports show; empty for a choice by the report itself.
  public let measure: [String]
  /// What reports compare; nil when the file does not say.
  public let comparison: Comparison?
  /// What may not have been meant, though it can be run.
  public let warnings: Diagnostics

  /// All that it was read from, to read it again elsewhere.
  public let sources: ExperimentSources

  /// The metrics that its trials can give, in the order of reports.
  public let metrics: [String]

  private let plan: SweepPlan
  private let catalogue: PolicyCatalogue
  private let traces: TraceLibrary

  /// Describes an experiment.
  init(
    sources: ExperimentSources, description: String, measure: [String], comparison: Comparison?,
    warnings: Diagnostics, metrics: [String], plan: SweepPlan, catalogue: PolicyCatalogue,
    traces: TraceLibrary
  ) {
    self.sources = sources
    path = sources.path
    let file = path.split(separator: "/").last.map(String.init) ?? path
    name = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    self.description = description
    self.measure = measure
    self.comparison = comparison
    self.warnings = warnings
    self.metrics = metrics
    self.plan = plan
    self.catalogue = catalogue
    self.traces = traces
  }

  /// The number of points of the sweep; 1 without a sweep.
  public var pointCount: Int { plan.count }

  /// Whether the file or the command line says which kernel's rules hold, or the sweep varies it.
  public var namesKernel: Bool {
    plan.base.mapping?["kernel"] != nil || axes.contains("kernel")
  }

  /// How often each point is run, each time with other random numbers.
  public var repetitions: Int { plan.repetitions }

  /// The number from which all random numbers of the experiment are made.
  public var seed: UInt64 { UInt64(plan.seed) }

  /// When the repetitions of a point are enough; nil when the file does not say.
  public var stopping: StoppingRule? { plan.stopping }

  /// The paths that the sweep varies, in the order of the file, each once.
  public var axes: [String] { Self.paths(of: plan.axes) }

  /// The paths of what an outer design varies: assumptions, not choices.
  ///
  /// They are among ``axes``.
  public var outerAxes: [String] { Self.paths(of: plan.axes.filter(\.isOuter)) }

  /// Whether the outer design changes one assumption at a time, and is spread over nothing.
  public var isOneAtATime: Bool { plan.isOneAtATime }

  /// The place of a point in the outer design; nil when the sweep has none.
  ///
  /// - Precondition: `point` is in `0..<pointCount`.
  public func designPoint(ofPoint point: Int) -> DesignPoint? { plan.designPoint(of: point) }

  /// Warnings at their places in the file, but for places that ``warnings`` tells of already.
  public func located(_ warnings: [ExperimentWarning]) -> Diagnostics {
    let places = WarningPlaces(root: plan.base, axes: plan.axes)
    let told = self.warnings.sorted.map(\.location)
    var diagnostics = Diagnostics()
    for warning in warnings.map(places.located) where !told.contains(warning.location) {
      diagnostics.report(warning)
    }
    return diagnostics
  }

  private static func paths(of axes: [SweepAxis]) -> [String] {
    var paths: [String] = []
    for axis in axes where !paths.contains(axis.path.description) {
      paths.append(axis.path.description)
    }
    return paths
  }

  /// The values of the axes at a point, in the order of the file.
  ///
  /// - Precondition: `point` is in `0..<pointCount`.
  public func assignments(ofPoint point: Int) -> [SweepAssignment] {
    plan.assignments(of: point)
  }

  /// The trial of a point, with the seed of the experiment.
  ///
  /// Trials of one point differ by their seed alone; which repetition gets which seed is for the
  /// runner to say.
  ///
  /// - Precondition: `point` is in `0..<pointCount`.
  /// - Throws: ``ExperimentError`` for a combination of values that is faulty though each value
  ///   alone is not; of sweeps with up to ``ExperimentLoader/checkedPointsMax`` points, every
  ///   point has been checked already.
  public func configuration(ofPoint point: Int) throws(ExperimentError) -> TrialConfiguration {
    var (trial, diagnostics) = Self.bind(plan.tree(of: point), catalogue, traces)
    guard !diagnostics.hasErrors else { throw ExperimentError(diagnostics) }
    trial.seed = seed
    return trial
  }

  /// The trial of a point with what an outer design varies as the file itself has it: as is assumed.
  ///
  /// - Parameters:
  ///   - point: the point.
  ///   - override: one more value, and with it whatever is computed from it.
  /// - Precondition: `point` is in `0..<pointCount`.
  /// - Throws: ``ExperimentError`` for values that are faulty together.
  public func configurationAsAssumed(
    ofPoint point: Int, setting override: Override? = nil
  ) throws(ExperimentError) -> TrialConfiguration {
    var diagnostics = Diagnostics()
    var tree = plan.tree(of: point, withOuter: false)
    if let override { tree = override.applied(to: tree, reportingTo: &diagnostics) }
    var (trial, found) = Self.bind(tree, catalogue, traces)
    diagnostics.report(contentsOf: found)
    guard !diagnostics.hasErrors else { throw ExperimentError(diagnostics) }
    trial.seed = seed
    return trial
  }

  /// The experiment at a point as YAML, complete with defaults, with the origin of every value as a
  /// comment.
  ///
  /// - Precondition: `point` is in `0..<pointCount`.
  /// - Throws: as ``configuration(ofPoint:)``.
  public func resolvedText(ofPoint point: Int) throws(ExperimentError) -> String {
    let trial = try configuration(ofPoint: point)
    let tree = plan.tree(of: point)
    let evaluator = Evaluator(root: tree) { ExperimentSchema.defaultValue(at: $0, in: $1) }
    var listing = Listing(
      catalogue: catalogue, generation: trial.generation, evaluator: evaluator)
    ExperimentSchema.trial.list(tree.mapping, trial, in: &listing)
    return listing.text
  }

  /// The trial of a point as an experiment of its own: as ``resolvedText(ofPoint:)``, without what is
  /// for several points, but with the seed.
  ///
  /// What a file assumes is left out too: every value that read it has been computed.
  ///
  /// - Precondition: `point` is in `0..<pointCount`.
  /// - Throws: as ``configuration(ofPoint:)``.
  public func textAlone(ofPoint point: Int) throws(ExperimentError) -> String {
    let trial = try configuration(ofPoint: point)
    let entries = plan.tree(of: point).mapping?.entries ?? []
    let mapping = Mapping(
      entries: entries.filter { !["assume", "sweep", "compare"].contains($0.key) })
    var listing = Listing(catalogue: catalogue, generation: trial.generation)
    ExperimentSchema.trial.list(mapping, trial, in: &listing)
    return listing.text + "sweep: { seed: \(seed) }\n"
  }

  /// Reads a tree into a trial.
  static func bind(
    _ tree: Node, _ catalogue: PolicyCatalogue, _ traces: TraceLibrary
  ) -> (TrialConfiguration, Diagnostics) {
    var binder = Binder(root: tree, catalogue: catalogue, traces: traces)
    var trial = ExperimentSchema.defaults(for: tree)
    binder.bind(tree, as: ExperimentSchema.trial, into: &trial)
    return (trial, binder.diagnostics)
  }
}
