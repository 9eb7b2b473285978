// SPDX-License-Identifier: Apache-2.0

/// The fixed looks of a sweep that adds repetitions until an interval is narrow enough.
///
/// Whoever looks at an interval again and again, and stops when it pleases, stops too often where chance
/// made it narrow. Here the looks are fixed before the first run and each uses the level of a family as
/// large as the number of looks (Bonferroni; compare Jennison and Turnbull 1999, "Group Sequential
/// Methods", chapter 9, repeated confidence intervals): all intervals hold together, and so does the one
/// at which the sweep stops, whatever made it stop.
public struct Looks: Sendable, Hashable {
  /// How narrow an interval has to be.
  public enum Rule: Sendable, Hashable {
    /// Half its width is less than a share of the estimate's magnitude: 0.05 for ±5 %.
    case relative(Double)
    /// Half its width is less than an amount, in the unit of the values.
    case absolute(Double)
  }

  /// What a look comes to.
  public enum Decision: Sendable, Equatable {
    /// The interval is narrow enough.
    case enough(ConfidenceInterval)
    /// More runs, up to so many repetitions; the reason says why the rule has no meaning so far.
    case continues(to: Int, UndefinedReason?)
    /// This was the last look, and the interval is not narrow enough; the reason as above.
    case exhausted(UndefinedReason?)
  }

  /// The numbers of repetitions after which to look, ascending; the last is the maximum.
  public let repetitions: [Int]

  /// Fixes the looks.
  ///
  /// - Parameters:
  ///   - minimum: the repetitions before the first look, at least 2.
  ///   - maximum: the repetitions at the last, at least `minimum`.
  ///   - growth: the factor from one look to the next, from 1.1 to 10, rounded up.
  public init(minimum: Int, maximum: Int, growth: Double = 1.5) {
    precondition(minimum >= 2 && maximum >= minimum, "looks: expected 2 <= minimum <= maximum")
    precondition((1.1...10).contains(growth), "growth: expected 1.1...10")
    var looks = [minimum]
    var last = minimum
    while last < maximum {
      last = min(maximum, max(last + 1, Int((Double(last) * growth).rounded(.up))))
      looks.append(last)
    }
    repetitions = looks
  }

  /// The level at which to make the interval of each look.
  ///
  /// - Parameter level: how often the interval at which the sweep stops is meant to hold the truth.
  public func levelOfEach(_ level: ConfidenceLevel = .ninetyFivePercent) -> ConfidenceLevel {
    level.simultaneous(over: repetitions.count)
  }

  /// Decides whether a sample needs more runs, by Student's interval of its mean.
  ///
  /// - Parameters:
  ///   - sample: the values of exactly as many runs as one of the looks says.
  ///   - rule: how narrow the interval has to be.
  ///   - level: of the interval at which the sweep stops; each look's is higher.
  public func decision(
    after sample: Sample, rule: Rule, level: ConfidenceLevel = .ninetyFivePercent
  ) -> Decision {
    decision(sample.meanInterval(level: levelOfEach(level)), after: sample.count, rule: rule)
  }

  /// Decides whether an interval needs more runs.
  ///
  /// - Parameters:
  ///   - interval: made at `levelOfEach(_:)`, by any method.
  ///   - count: the repetitions behind it; between two looks it never is enough.
  ///   - rule: how narrow the interval has to be.
  public func decision(
    _ interval: Estimate<ConfidenceInterval>, after count: Int, rule: Rule
  ) -> Decision {
    let isLook = repetitions.contains(count)
    let verdict = Self.isNarrowEnough(interval, rule)
    if isLook, verdict == .defined(true), let interval = interval.value {
      return .enough(interval)
    }
    guard let next = repetitions.first(where: { $0 > count }) else {
      return .exhausted(verdict.reason)
    }
    return .continues(to: next, verdict.reason)
  }

  /// Tells whether an interval is narrow enough; undefined where it is, and relative to a mean of 0.
  public static func isNarrowEnough(
    _ interval: Estimate<ConfidenceInterval>, _ rule: Rule
  ) -> Estimate<Bool> {
    interval.flatMap { interval in
      switch rule {
      case .absolute(let amount): return .defined(interval.halfWidth < amount)
      case .relative(let share):
        guard interval.estimate != 0 else { return .undefined(.relativeToZero) }
        return .defined(interval.halfWidth < share * abs(interval.estimate))
      }
    }
  }
}
