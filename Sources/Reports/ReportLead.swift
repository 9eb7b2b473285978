// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// What stands above everything else in a report: that nothing is compared, and why.
struct ReportLead: Sendable {
  private let analysis: SweepAnalysis
  private var description: SweepDescription { analysis.description }

  init(_ analysis: SweepAnalysis) {
    self.analysis = analysis
  }

  /// The sentences; none where all that was asked could be looked at.
  func sentences() -> [String] {
    var reasons = analysis.emptiness.sentences()
    if let missing = missingBaseline { reasons.insert(missing, at: 0) }
    guard let first = reasons.first else { return [] }
    let judged = analysis.book.judged
    let isEmpty =
      judged.isEmpty
      ? !description.baseline.isEmpty : judged.allSatisfy { $0.verdict == .notCompared }
    let lead = isEmpty ? "Nothing is compared: \(first)." : Self.sentence(first)
    return [lead] + reasons.dropFirst().map(Self.sentence)
  }

  /// That no condition has the baseline, or that some have none.
  private var missingBaseline: String? {
    guard !description.baseline.isEmpty else { return nil }
    let strata = analysis.strata.strata
    let without = strata.count { $0.baseline == nil }
    guard without > 0 else { return nil }
    let values = description.baseline.map { "\($0.path) = \($0.label)" }.joined(separator: ", ")
    return without == strata.count
      ? "no point has the baseline's \(values)"
      : "\(without) of \(strata.count) conditions have no point with the baseline's \(values)"
  }

  /// How to ask for verdicts, where an experiment with choices asks for none.
  static func invitation(_ description: SweepDescription) -> String? {
    guard description.objectives.isEmpty, description.baseline.isEmpty,
      description.requirement == nil, description.settings.families.isEmpty,
      description.points.count > 1, description.outerAxes.isEmpty,
      let value = description.points.first?.values.first, let metric = description.metrics.first
    else { return nil }
    return "Nothing is compared, because nothing is asked: "
      + "'compare: { baseline: { \(value.path): \(value.label) }, minimize: [\(metric)] }' in the "
      + "experiment would ask for verdicts."
  }

  private static func sentence(_ text: String) -> String {
    let head = text.prefix(1)
    return head.uppercased() + text.dropFirst() + "."
  }
}
