// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Which assumption moves the outcome: Sobol' indices of the variance.
///
/// Source: Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018 (first order), Jansen 1999,
/// doi:10.1016/S0010-4655(98)00154-4 (total). The points of a design are not replicates of each other: make
/// an index for each scrambled replicate of the whole design and take the interval over those.
public enum SobolIndices {
  /// The indices of one factor.
  public struct Index: Sendable, Equatable {
    /// The share of the variance that the factor explains by itself.
    public let firstOrder: Double
    /// The share that would be lost without the factor, its interactions included.
    public let total: Double
  }

  /// Returns the indices from a pick-freeze design.
  ///
  /// - Parameters:
  ///   - first: the outcomes at the points of one matrix.
  ///   - second: those at an independent one with as many points.
  ///   - mixed: for each factor, those at the first matrix with the factor's column of the second.
  /// - Returns: the indices in the order of the factors, which chance may put outside 0...1; undefined
  ///   for fewer than two points and when the outcome does not vary.
  /// - Complexity: O(points × factors).
  public static func pickFreeze(
    first: Sample, second: Sample, mixed: [Sample]
  ) -> Estimate<[Index]> {
    precondition(
      first.count == second.count && mixed.allSatisfy { $0.count == first.count },
      "every matrix has as many points")
    let count = Double(first.count)
    let all = Sample(derived: first.values + second.values)
    guard first.count >= 2 else {
      return .undefined(.tooFewValues(needed: 2, given: first.count))
    }
    return all.variance.flatMap { sampleVariance in
      all.mean.flatMap { mean in
        let variance = sampleVariance * (2 * count - 1) / (2 * count)
        guard variance > 0 else { return .undefined(.noSpread) }
        return .defined(
          mixed.map { changed in
            var product = CompensatedSum()
            var square = CompensatedSum()
            for index in first.values.indices {
              let step = changed.values[index] - first.values[index]
              // Centred, or a large mean would drown the product in noise.
              product.add((second.values[index] - mean) * step)
              square.add(step * step)
            }
            return Index(
              firstOrder: product.total / count / variance,
              total: square.total / (2 * count) / variance)
          })
      }
    }
  }

  /// Returns the first-order index of one factor from any design in which the factors are independent.
  ///
  /// Source: the partition estimator of Plischke, Borgonovo and Smith 2013,
  /// doi:10.1016/j.ejor.2012.11.047, with their number of classes. Departs from it in: the share that
  /// chance alone explains is taken off (Kelley 1935, doi:10.1073/pnas.21.9.554), as with few points it
  /// is larger than a weak factor's; and a factor of few levels has a class for each.
  ///
  /// - Parameters:
  ///   - factor: its value, level or unit coordinate at each point.
  ///   - outcome: the outcome at each point; 0 and 1 for whether a verdict holds.
  /// - Returns: a share, a little below 0 where there is none; undefined for fewer than four points,
  ///   when the factor or the outcome does not vary, and when every level has one point.
  /// - Complexity: O(n log n).
  public static func firstOrder(of factor: Sample, on outcome: Sample) -> Estimate<Double> {
    precondition(factor.count == outcome.count, "one factor's value for each outcome")
    let count = outcome.count
    guard count >= 4 else { return .undefined(.tooFewValues(needed: 4, given: count)) }
    let classes = partition(factor.values)
    guard classes.count >= 2, classes.count < count else { return .undefined(.noSpread) }
    return outcome.mean.flatMap { mean in
      var within = CompensatedSum()
      var total = CompensatedSum()
      for members in classes {
        let values = members.map { outcome.values[$0] }
        let centre = Sample(derived: values).mean.value ?? mean
        for value in values {
          within.add((value - centre) * (value - centre))
          total.add((value - mean) * (value - mean))
        }
      }
      guard total.total > 0 else { return .undefined(.noSpread) }
      let correction = Double(count - 1) / Double(count - classes.count)
      return .defined(1 - within.total / total.total * correction)
    }
  }

  /// Returns the mean of an index over replicates of the whole design, with Student's interval.
  ///
  /// - Parameters:
  ///   - replicates: the index in each of them.
  ///   - level: how often such an interval is meant to hold the true index.
  /// - Returns: an interval; undefined when the index is in any replicate, and for fewer than two.
  public static func overReplicates(
    _ replicates: [Estimate<Double>], level: ConfidenceLevel = .ninetyFivePercent
  ) -> Estimate<ConfidenceInterval> {
    if let reason = replicates.lazy.compactMap(\.reason).first { return .undefined(reason) }
    return Sample(derived: replicates.compactMap(\.value)).meanInterval(level: level)
  }

  /// The points in classes of about equal size by the factor's value, equal values together.
  private static func partition(_ factor: [Double]) -> [[Int]] {
    let order = factor.indices.sorted { (factor[$0], $0) < (factor[$1], $1) }
    let count = Double(factor.count)
    let wanted = min(48, Int(pow(count, 2 / (7 + tanh((1_500 - count) / 500))).rounded(.up)))
    let levels = zip(order, order.dropFirst()).count { factor[$0] != factor[$1] } + 1
    // A design's levels are few; a class for each leaves nothing of their differences within one.
    let hasClassForEach = levels <= 2 * wanted
    var classes: [[Int]] = []
    for (position, index) in order.enumerated() {
      let isNew = position == 0 || factor[index] != factor[order[position - 1]]
      let isDue = hasClassForEach || position * wanted >= classes.count * factor.count
      if isNew && isDue { classes.append([]) }
      classes[classes.count - 1].append(index)
    }
    return classes
  }
}
