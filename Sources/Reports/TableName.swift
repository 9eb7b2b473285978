// SPDX-License-Identifier: Apache-2.0

/// The tables that answers have for machines, by what `--table` calls them.
///
/// Scripts ask for them by name, so a name stays what it is.
public enum TableName: String, CaseIterable, Sendable {
  /// Each metric at each point.
  case measurements
  /// Each choice against its baseline.
  case comparisons
  /// Whether runs ended, on both sides of each pair.
  case outcomes
  /// How far what is required is shown.
  case requirement
  /// Which choices no other one beats in every respect.
  case front
  /// The share of the box of assumptions in which each verdict holds.
  case outerShares = "outer-shares"
  /// The regions of the box in which a verdict holds.
  case outerFlips = "outer-flips"
  /// How often each choice is best in the box.
  case outerWinners = "outer-winners"
  /// How much of a difference each assumption explains.
  case outerIndices = "outer-indices"
  /// Each sample of the box with its verdict.
  case outerSamples = "outer-samples"
  /// The verdicts when one assumption at a time is another.
  case sensitivity
  /// What comparisons of a choice with itself have found.
  case selfComparison = "a-a"
  /// How often claims about blocks of runs were wrong of all runs.
  case claims = "a-a-claims"
  /// Two results files beside each other.
  case files
}
