// SPDX-License-Identifier: Apache-2.0

internal import Statistics
internal import TrialExecution

/// How much of the variation of a difference over the box one assumption explains.
///
/// From a pick-freeze design both indices; from other samples the first-order index alone.
struct SensitivityIndex: Sendable {
  /// The axis.
  let axis: String
  /// Sobol's first-order index, what the axis explains by itself: 0...1; nil where nothing varies.
  let firstOrder: Double?
  /// Its interval over scrambled replicates; nil where there are none.
  let interval: (lower: Double, upper: Double)?
  /// The total index, interactions included; nil without pick-freeze.
  let total: Double?
  /// Its interval over scrambled replicates.
  let totalInterval: (lower: Double, upper: Double)?

  /// The index with its interval, such as `0.48 [0.03, 0.92]`; nil where nothing varies.
  var firstOrderText: String? { firstOrder.map { Self.text($0, interval) } }

  /// The total index with its interval.
  var totalText: String? { total.map { Self.text($0, totalInterval) } }

  private static func text(_ index: Double, _ ends: (lower: Double, upper: Double)?) -> String {
    func number(_ share: Double) -> String { DecimalText.fixed(share, decimals: 2) }
    return number(index) + (ends.map { " [\(number($0.lower)), \(number($0.upper))]" } ?? "")
  }

  /// Which assumption has the largest index of first order; nil where none explains anything.
  ///
  /// Only an index above a half, with its interval, is most of what there is to explain.
  static func sentence(_ indices: [SensitivityIndex]) -> String? {
    guard let most = indices.max(by: { ($0.firstOrder ?? 0) < ($1.firstOrder ?? 0) }),
      let share = most.firstOrder, share > 0, let text = most.firstOrderText
    else { return nil }
    return (most.interval?.lower ?? share) > 0.5
      ? "Most of the difference is moved by \(most.axis) (first order \(text))."
      : "The largest index of first order is that of \(most.axis), \(text)."
  }

  /// The index of each axis; with replicates the mean over them, each estimated by itself.
  static func all(
    _ cases: [OuterCase], axes: [String], hasReplicates: Bool, level: ConfidenceLevel
  ) -> [SensitivityIndex] {
    let replicates = Set(cases.map(\.sample.replicate)).sorted()
    let parts = replicates.map { replicate in cases.filter { $0.sample.replicate == replicate } }
    let isReplicated = hasReplicates && replicates.count > 1
    let frozen = parts.map { pickFreeze($0, axisCount: axes.count) }
    let isFrozen = cases.contains { $0.sample.matrix != .first }
    return axes.indices.map { axis in
      let first =
        isFrozen
        ? frozen.map { $0.map { $0[axis].firstOrder } } : parts.map { index($0, axis: axis) }
      let total = isFrozen ? frozen.map { $0.map { $0[axis].total } } : []
      let pooled = isFrozen || isReplicated ? nil : index(cases, axis: axis).value
      return SensitivityIndex(
        axis: axes[axis], firstOrder: (pooled ?? mean(first)).map(inside),
        interval: isReplicated ? ends(first, level) : nil, total: mean(total).map(inside),
        totalInterval: isReplicated ? ends(total, level) : nil)
    }
  }

  private static func mean(_ replicates: [Estimate<Double>]) -> Double? {
    let values = replicates.compactMap(\.value)
    return values.count == replicates.count ? Sample(values).mean.value : nil
  }

  private static func ends(
    _ replicates: [Estimate<Double>], _ level: ConfidenceLevel
  ) -> (lower: Double, upper: Double)? {
    guard replicates.count > 1 else { return nil }
    return SobolIndices.overReplicates(replicates, level: level).value.map {
      (inside($0.lower), inside($0.upper))
    }
  }

  /// The indices of one replicate from its matrices; undefined where a sample lacks one of them.
  private static func pickFreeze(
    _ cases: [OuterCase], axisCount: Int
  ) -> Estimate<[SobolIndices.Index]> {
    func column(_ matrix: OuterSample.Matrix) -> [Double] {
      cases.filter { $0.sample.matrix == matrix }.compactMap(\.difference)
    }
    let first = column(.first)
    let second = column(.second)
    let mixed = (0..<axisCount).map { column(.mixed($0)) }
    guard !first.isEmpty, second.count == first.count,
      mixed.allSatisfy({ $0.count == first.count })
    else { return .undefined(.noValues) }
    return SobolIndices.pickFreeze(
      first: Sample(first), second: Sample(second), mixed: mixed.map { Sample($0) })
  }

  /// The share of the variance of all differences that seeds alone cause, 0...1.
  ///
  /// No axis can explain it. Nil where nothing varies.
  static func seedShare(_ cases: [OuterCase]) -> Double? {
    let known = cases.filter { $0.difference != nil }
    guard let variance = Sample(known.compactMap(\.difference)).variance.value, variance > 0
    else { return nil }
    let noise = known.reduce(0) { $0 + $1.seedVariance } / Double(known.count)
    return inside(noise / variance)
  }

  private static func index(_ all: [OuterCase], axis: Int) -> Estimate<Double> {
    let cases = all.filter { axis < $0.sample.coordinates.count && $0.difference != nil }
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
