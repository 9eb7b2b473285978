// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The Kaplan–Meier estimate of how many tasks are still running after so long.
///
/// Source: Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452, with Greenwood's variance. Where all
/// runs share one instant at which they are cut off, `RestrictedSample` is the simpler answer and the
/// same; this one is for runs that were cut off at different times.
public struct SurvivalCurve: Sendable, Equatable {
  /// One run's duration.
  public struct Duration: Sendable, Hashable {
    /// How long it was watched, zero or more, in any one unit.
    public let time: Int
    /// Whether it ended then; otherwise it was cut off, and is known to last longer.
    public let hasEnded: Bool

    /// Creates a duration.
    public init(_ time: Int, hasEnded: Bool) {
      precondition(time >= 0, "a duration is not negative")
      self.time = time
      self.hasEnded = hasEnded
    }
  }

  /// The curve from one end of a run to the next.
  public struct Step: Sendable, Equatable {
    /// When it starts, in the unit of the durations.
    public let time: Int
    /// How many runs were still watched just before.
    public let atRisk: Int
    /// How many of them ended then.
    public let ended: Int
    /// The share that lasts longer, from 0 to 1.
    public let survival: Double
    /// Greenwood's sum: the variance of the logarithm of the survival, but for its infinite last term.
    let logarithmicVariance: Double

    /// Greenwood's standard error of the survival.
    public var standardError: Double { survival * logarithmicVariance.squareRoot() }
  }

  /// The steps, in order of time: one for each time at which a run ended.
  public let steps: [Step]
  /// The longest time any run was watched.
  public let watchedUntil: Int

  /// Estimates the curve; undefined without durations.
  ///
  /// - Complexity: O(n log n).
  public static func estimate(_ durations: [Duration]) -> Estimate<SurvivalCurve> {
    let sorted = durations.sorted { $0.time < $1.time }
    guard let last = sorted.last else { return .undefined(.noValues) }
    var steps: [Step] = []
    var survival = 1.0
    var variance = 0.0
    var start = 0
    while start < sorted.count {
      let time = sorted[start].time
      let end = sorted[start...].firstIndex { $0.time > time } ?? sorted.count
      let ended = sorted[start..<end].count { $0.hasEnded }
      let atRisk = sorted.count - start
      if ended > 0 {
        survival *= Double(atRisk - ended) / Double(atRisk)
        if ended < atRisk { variance += Double(ended) / (Double(atRisk) * Double(atRisk - ended)) }
        steps.append(
          Step(
            time: time, atRisk: atRisk, ended: ended, survival: survival,
            logarithmicVariance: variance))
      }
      start = end
    }
    return .defined(SurvivalCurve(steps: steps, watchedUntil: last.time))
  }

  /// Returns the share that lasts longer than a time, with its log-log interval.
  ///
  /// - Parameters:
  ///   - time: in the unit of the durations.
  ///   - level: how often such an interval is meant to hold the true share.
  /// - Returns: an interval within 0...1; undefined past the last run that was watched, and where the
  ///   curve is 1 or 0, at which Greenwood's variance says nothing: use the Wilson interval there.
  public func survival(after time: Int, level: ConfidenceLevel = .ninetyFivePercent)
    -> Estimate<ConfidenceInterval>
  {
    let step = steps.last { $0.time <= time }
    guard time <= watchedUntil || step?.survival == 0 else { return .undefined(.notObservedUntil) }
    guard let step, step.survival > 0, step.survival < 1 else { return .undefined(.noSpread) }
    let quantile = NormalDistribution.upperQuantile(tail: level.tail)
    let spread = quantile * step.logarithmicVariance.squareRoot() / log(step.survival)
    // The logarithm is negative, so that the smaller exponent gives the upper end.
    return .defined(
      ConfidenceInterval(
        estimate: step.survival, lower: pow(step.survival, exp(-spread)),
        upper: pow(step.survival, exp(spread)), level: level, method: .greenwood))
  }

  /// Returns the mean duration restricted to an instant, the area under the curve up to it.
  ///
  /// Source: Royston and Parmar 2013, doi:10.1186/1471-2288-13-152; the variance is the sum over the steps
  /// of (area to the right)² d/(n(n - d)), without the factor for small numbers.
  ///
  /// - Parameters:
  ///   - instant: positive, in the unit of the durations.
  ///   - level: how often such an interval is meant to hold the true mean.
  /// - Returns: an interval in the unit of the durations; undefined when runs that had not ended were
  ///   last watched before the instant, and when no run ended before it.
  public func restrictedMean(until instant: Int, level: ConfidenceLevel = .ninetyFivePercent)
    -> Estimate<ConfidenceInterval>
  {
    precondition(instant > 0, "an instant is positive")
    guard watchedUntil >= instant || steps.last?.survival == 0 else {
      return .undefined(.notObservedUntil)
    }
    let before = steps.filter { $0.time < instant }
    var right = 0.0
    var variance = 0.0
    var end = instant
    for step in before.reversed() {
      right += step.survival * Double(end - step.time)
      end = step.time
      if step.ended < step.atRisk {
        variance +=
          right * right * Double(step.ended)
          / (Double(step.atRisk) * Double(step.atRisk - step.ended))
      }
    }
    let mean = right + Double(end)
    guard variance > 0 else { return .undefined(.noSpread) }
    let half = NormalDistribution.upperQuantile(tail: level.tail) * variance.squareRoot()
    return .defined(
      ConfidenceInterval(
        estimate: mean, lower: mean - half, upper: mean + half, level: level, method: .normal))
  }
}
