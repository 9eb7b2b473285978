// SPDX-License-Identifier: Apache-2.0

/// Why a statistic has no value for the numbers it was given.
public enum UndefinedReason: Sendable, Equatable, CustomStringConvertible {
  /// There is no value at all.
  case noValues

  /// There are fewer values than the statistic needs.
  case tooFewValues(needed: Int, given: Int)

  /// All values are equal, or differ by less than the arithmetic can tell, so that nothing can be
  /// said about how they vary.
  case noSpread

  /// Every paired difference is zero: the two sides cannot be told apart.
  case allDifferencesZero

  /// No pair of outcomes disagrees, so that a paired test of proportions has nothing to test.
  case noDiscordantPairs

  /// Every resample gave the same statistic, so that a bootstrap has no distribution to read.
  case allResamplesEqual

  /// The statistic lies outside its own bootstrap distribution: the bias correction is infinite, or
  /// corrects past every resample.
  case outsideBootstrapDistribution

  /// More repetitions would be needed than the stated maximum.
  case moreThan(repetitions: Int)

  /// The difference does not lie within the margin, so that no number of runs shows equivalence.
  case outsideMargin

  /// Runs were cut off before the instant, so that what happened between is not known.
  case notObservedUntil

  /// A width relative to a mean of zero does not exist.
  case relativeToZero

  /// A short phrase for a table or a footnote, lower case and without a full stop.
  public var description: String {
    switch self {
    case .noValues: "no values"
    case .tooFewValues(let needed, let given): "\(given) of at least \(needed) values"
    case .noSpread: "all values equal"
    case .allDifferencesZero: "all differences zero"
    case .noDiscordantPairs: "no discordant pairs"
    case .allResamplesEqual: "all resamples equal"
    case .moreThan(let repetitions): "more than \(repetitions) repetitions"
    case .outsideMargin: "difference not within the margin"
    case .notObservedUntil: "runs cut off before the end"
    case .relativeToZero: "mean of zero has no relative width"
    case .outsideBootstrapDistribution: "estimate outside its bootstrap distribution"
    }
  }
}
