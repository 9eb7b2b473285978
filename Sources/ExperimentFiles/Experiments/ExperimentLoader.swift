// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
public import PolicyKit

/// Reads experiments and reports every fault of theirs at once.
public struct ExperimentLoader: Sendable {
  /// Up to so many points each is checked when the file is loaded; of more, as many as it takes to
  /// see every value of every axis.
  public static let checkedPointsMax = 1000

  private let catalogue: PolicyCatalogue
  private let traces: TraceLibrary

  /// Creates a loader.
  ///
  /// - Parameters:
  ///   - catalogue: the policies that experiments can choose.
  ///   - traces: the recorded traces that they can replay.
  public init(catalogue: PolicyCatalogue, traces: TraceLibrary) {
    self.catalogue = catalogue
    self.traces = traces
  }

  /// Reads an experiment.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - overrides: what the command line sets, in its order; a path that is set is no axis of the
  ///     sweep any more.
  /// - Throws: ``ExperimentError`` with every fault that was found.
  public func load(
    _ path: String, overrides: [Override] = []
  ) throws(ExperimentError) -> Experiment {
    try load(path, overrides, from: FileLibrary())
  }

  /// Reads an experiment again from what it was read from before; no file is touched.
  ///
  /// - Parameters:
  ///   - sources: what the experiment was read from.
  ///   - checkingPoints: whether points are checked as those of a file are; without that loading
  ///     is fast, and a fault shows when its point is asked for.
  /// - Returns: an experiment equal in all to the one that the sources come from.
  /// - Throws: ``ExperimentError`` with every fault that was found; sources of an experiment that
  ///   was in order have faults only for a catalogue that lacks one of its policies.
  public func load(
    _ sources: ExperimentSources, checkingPoints: Bool = true
  ) throws(ExperimentError) -> Experiment {
    var overrides: [Override] = []
    for setting in sources.settings { overrides.append(try Override(setting)) }
    return try load(
      sources.path, overrides, from: FileLibrary(recorded: sources.files), checkingPoints)
  }

  private func load(
    _ path: String, _ overrides: [Override], from files: FileLibrary,
    _ checkingPoints: Bool = true
  ) throws(ExperimentError) -> Experiment {
    let traces = traces.reading(from: files)
    var includes = IncludeLoader(files: files)
    let file = includes.load(path)
    var diagnostics = includes.diagnostics
    // Where a part of the file is missing, more messages would mislead.
    guard var root = file, includes.isWhole else { throw ExperimentError(diagnostics) }
    for override in overrides {
      root = override.applied(to: root, reportingTo: &diagnostics)
    }
    let pinned = overrides.map(\.path)
    var sweep = SweepReader(base: root, pinned: pinned) {
      ExperimentSchema.defaultValue(at: $0, in: $1)
    }
    let plan = sweep.read(root.mapping?["sweep"])
    var points: [Foresight.Point] = []
    if checkingPoints || plan == nil {
      let ranges = RangeCheck(sweep, catalogue: catalogue, traces: traces)
      diagnostics.report(contentsOf: ranges.diagnostics)
      points = checkTrees(
        plan, or: sweep.firstTree, traces, exceptAt: ranges.places, reportingTo: &diagnostics)
    }
    // A constraint that meets a faulty value is not to blame for it.
    for fault in sweep.diagnostics.sorted where !diagnostics.hasError(at: fault.location) {
      diagnostics.report(fault)
    }
    checkVersion(root, reportingTo: &diagnostics)
    AssumptionReader.check(root, reportingTo: &diagnostics)
    let description = description(root, reportingTo: &diagnostics)
    var reports = ReportReader(
      root: root, axes: sweep.axes, pinned: pinned,
      knowsAllAxes: !sweep.diagnostics.hasErrors)
    let measure = reports.measure()
    let comparison = reports.comparison()
    diagnostics.report(contentsOf: reports.diagnostics)
    guard let plan, !diagnostics.hasErrors else { throw ExperimentError(diagnostics) }
    if checkingPoints {
      let foresight = Foresight(
        root: root, plan: plan, points: points, measure: measure, comparison: comparison,
        hasSettings: !overrides.isEmpty, bind: bindWithoutFault(traces))
      diagnostics.report(contentsOf: foresight.diagnostics())
    }
    guard !diagnostics.hasErrors else { throw ExperimentError(diagnostics) }
    let sources = ExperimentSources(
      path: path, settings: overrides.map(\.text), files: files.files)
    return Experiment(
      sources: sources, description: description, measure: measure, comparison: comparison,
      warnings: diagnostics, metrics: ReportReader.metrics(of: root), plan: plan,
      catalogue: catalogue, traces: traces)
  }

  /// Binds as many points as it takes to find what is faulty, and returns them.
  private func checkTrees(
    _ plan: SweepPlan?, or tree: Node, _ traces: TraceLibrary, exceptAt places: [SourceLocation],
    reportingTo diagnostics: inout Diagnostics
  ) -> [Foresight.Point] {
    guard let plan else {
      diagnostics.report(
        contentsOf: Experiment.bind(tree, catalogue, traces).1, exceptAt: places)
      return []
    }
    var points: [Foresight.Point] = []
    for point in plan.samples(atMost: Self.checkedPointsMax) {
      let (trial, found) = Experiment.bind(plan.tree(of: point), catalogue, traces)
      diagnostics.report(contentsOf: found, exceptAt: places)
      points.append(
        .init(index: point, trial: trial, assignments: plan.assignments(of: point)))
      // A fault that every point shares is found at once, one of some points within a few.
      guard diagnostics.count < Diagnostics.printedMax else { break }
    }
    return points
  }

  /// Makes trials of trees; nil of those with faults.
  private func bindWithoutFault(_ traces: TraceLibrary) -> (Node) -> TrialConfiguration? {
    { tree in
      let (trial, found) = Experiment.bind(tree, catalogue, traces)
      return found.hasErrors ? nil : trial
    }
  }

  private func checkVersion(_ root: Node, reportingTo diagnostics: inout Diagnostics) {
    guard let version = root.mapping?["setaside"], version.text != "1" else { return }
    diagnostics.error(
      "'setaside': expected version 1 of the format, found \(version.kindDescription)",
      at: version.location)
  }

  private func description(_ root: Node, reportingTo diagnostics: inout Diagnostics) -> String {
    guard let node = root.mapping?["description"], !node.isNull else { return "" }
    guard let text = node.text else {
      diagnostics.error(
        "'description': expected a text, found \(node.kindDescription)", at: node.location)
      return ""
    }
    return String(text.reversed().drop(while: \.isWhitespace).reversed())
  }
}
