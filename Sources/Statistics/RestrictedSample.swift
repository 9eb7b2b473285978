// SPDX-License-Identifier: Apache-2.0

/// Durations that are known only up to a common instant.
///
/// A run that was cut off, or whose task was killed, has no completion time. Leaving it out would make
/// a policy that kills look fast, so it counts as the instant itself and the mean is a restricted one.
/// Source: Royston and Parmar 2013, doi:10.1186/1471-2288-13-152. All runs share one instant, so the area
/// under the Kaplan–Meier curve is this plain mean.
public struct RestrictedSample: Sendable, Equatable {
  /// What one run tells about a duration.
  public enum Observation: Sendable, Hashable {
    /// It ended after so long.
    case observed(Int)
    /// It had not ended when the run was cut off, or never could, its task having been killed.
    case censored
  }

  /// Every duration, none longer than `until`, in the order of the runs.
  ///
  /// Its mean is the restricted mean, with the intervals of any other sample.
  public let sample: Sample
  /// The instant, in the unit of the durations.
  public let until: Int
  /// How many runs count as `until`; a table prints it beside the mean.
  public let restricted: Int

  /// Creates a restricted sample.
  ///
  /// - Parameters:
  ///   - observations: one for each run, of any one unit.
  ///   - until: the instant, in the same unit; observed durations beyond it count as it.
  public init(_ observations: [Observation], until: Int) {
    var restricted = 0
    let values: [Int] = observations.map { observation in
      if case .observed(let duration) = observation, duration < until { return duration }
      if observation != .observed(until) { restricted += 1 }
      return until
    }
    sample = Sample(values)
    self.until = until
    self.restricted = restricted
  }
}
