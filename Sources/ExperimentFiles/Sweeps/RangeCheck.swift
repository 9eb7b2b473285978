// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// Finds ranges whose ends their key does not take.
///
/// Each is one fault, at an end as it is written: otherwise every number that was drawn from it would
/// be one, with a text that stands nowhere in the file.
struct RangeCheck {
  /// What is wrong.
  private(set) var diagnostics = Diagnostics()
  /// The places of faulty ranges, at which nothing else need be said.
  private(set) var places: [SourceLocation] = []

  /// Checks the ends of the ranges of a sweep.
  ///
  /// - Parameters:
  ///   - sweep: the reader that has read the sweep.
  ///   - catalogue: the policies that can be chosen.
  ///   - traces: reads recorded traces.
  init(_ sweep: SweepReader, catalogue: PolicyCatalogue, traces: TraceLibrary) {
    for range in sweep.ranges {
      guard let axis = sweep.axes.first(where: { $0.example?.location == range.from.location })
      else { continue }
      for end in [range.from, range.to] {
        let tree = try? sweep.firstTree.replacing(
          axis.path, with: end, keyLocation: axis.keyLocation)
        guard let tree else { continue }
        var binder = Binder(root: tree, catalogue: catalogue, traces: traces)
        var trial = ExperimentSchema.defaults(for: tree)
        binder.bind(tree, as: ExperimentSchema.trial, into: &trial)
        guard let fault = binder.diagnostics.error(at: end.location) else { continue }
        report(fault, of: range, at: axis.path, wanted: binder.refused(at: end.location))
        break
      }
    }
  }

  private mutating func report(
    _ fault: Diagnostic, of range: WrittenRange, at path: NodePath, wanted kind: QuantityKind?
  ) {
    places.append(range.from.location)
    guard let kind, !range.hasUnit, kind.needsUnit else { return diagnostics.report(fault) }
    diagnostics.error(
      "'\(path)': expected \(kind.name) with its unit, such as '\(range.text(as: kind))', "
        + "found '\(range.text)'", at: range.from.location)
  }
}
