internal import Statistics

/// How much of the variation of a difference over the box one assumption explains by itself.
struct SensitivityIndex: Sendable {
  /// The axis.
  let axis: String
  /// Sobol's first-order index, from the samples as given: 0...1; nil where nothing varies.
  let firstOrder: Double?
  /// The interval over scrambled replicates; nil where there are none.
  let interval: (lower: Double, upper: Double)?

  /// The index of each axis; with replicates the mean over them, each estimated by itself.
  static func all(
    _ cases: [OuterCase], axes: [String], hasReplicates: Bool, level: ConfidenceLevel
  ) -> [SensitivityIndex] {
    let replicates = Set(cases.map(\.sample.replicate)).sorted()
    return axes.indices.map { axis in
      let known = cases.filter { axis < $0.sample.coordinates.count && $0.difference != nil }
      let pooled = index(known, axis: axis).value
      let each =
        hasReplicates && replicates.count > 1
        ? replicates.map { replicate in
          index(known.filter { $0.sample.replicate == replicate }, axis: axis)
        } : []
      let interval =
        each.isEmpty ? nil : SobolIndices.overReplicates(each, level: level).value
      return SensitivityIndex(
        axis: axes[axis], firstOrder: (interval?.estimate ?? pooled).map(inside),
        interval: interval.map { (inside($0.lower), inside($0.upper)) })
    }
  }

  /// The share of the variance of all differences that seeds alone cause, 0...1: no axis can explain
  /// it. Nil where nothing varies.
  static func seedShare(_ cases: [OuterCase]) -> Double? {
    let known = cases.filter { $0.difference != nil }
    guard let variance = Sample(known.compactMap(\.difference)).variance.value, variance > 0
    else { return nil }
    let noise = known.reduce(0) { $0 + $1.seedVariance } / Double(known.count)
    return inside(noise / variance)
  }

  private static func index(_ cases: [OuterCase], axis: Int) -> Estimate<Double> {
    // An axis of few values is taken by value: its coordinates say no more than which it was.
    let labels = cases.map { $0.labels[axis] }
    var values: [String] = []
    for label in labels where values.count <= namedMax && !values.contains(label) {
      values.append(label)
    }
    let factor =
      values.count <= namedMax
      ? labels.map { Double(values.firstIndex(of: $0) ?? 0) }
      : cases.map { $0.sample.coordinates[axis] }
    return SobolIndices.firstOrder(
      of: Sample(factor), on: Sample(cases.compactMap(\.difference)))
  }

  private static let namedMax = 6

  /// Chance puts an index a little outside.
  private static func inside(_ share: Double) -> Double { min(1, max(0, share)) }
}
