// SPDX-License-Identifier: Apache-2.0

// How far a bootstrap sees into the tails.

extension Bootstrap {
  /// The fewest resamples beyond an end: with fewer it is the luck of a handful of them.
  private static let tailMin = 10.0
  /// How many resamples beyond either end are aimed at.
  private static let tailAim = 20.0
  /// The most resamples that are made for the sake of the tails, which bounds the time.
  static let grownMax = 99_999

  /// Whether at least ten resamples lie beyond either end of an interval at this level.
  ///
  /// With ten, the share beyond an end is known to about a third, 1/√10.
  ///
  /// - Parameter level: of the interval.
  public func reaches(_ level: ConfidenceLevel) -> Bool {
    // The share of a family is rounded: ten must not become 9.9999.
    Double(resamples + 1) * level.tail >= Self.tailMin * (1 - 1e-9)
  }

  /// This bootstrap, or one with so many more resamples that twenty lie beyond either end of an interval
  /// at a level; no more than 99,999, so that at levels above 99.98 % it does not reach.
  ///
  /// - Parameter level: of the interval.
  /// - Returns: a bootstrap with the same seed and at least as many resamples.
  public func grown(for level: ConfidenceLevel) -> Bootstrap {
    let needed = min(Double(Self.grownMax), (Self.tailAim / level.tail).rounded() - 1)
    return Bootstrap(seed: seed, resamples: max(resamples, Int(needed)))
  }
}
