// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// How many runs of a population may be otherwise than all that were seen.
///
/// What n independent runs have not shown once, a share of up to 1 - a^(1/n) of all runs can still do, at
/// the significance a: the exact upper bound of Clopper and Pearson for no success, about 3/n at 5 %
/// (Hanley and Lippman-Hand 1983, doi:10.1001/jama.1983.03330370053031).
public enum UnseenShare {
  /// Returns the largest share that so many runs without an exception leave open.
  ///
  /// - Parameters:
  ///   - runs: how many there were; without any everything is open.
  ///   - significance: how often the bound may be wrong, strictly between 0 and 1.
  /// - Returns: from 0 to 1.
  public static func bound(runs: Int, significance: Double = 0.05) -> Double {
    precondition(significance > 0 && significance < 1, "strictly between 0 and 1")
    return runs > 0 ? -expm1(log(significance) / Double(runs)) : 1
  }

  /// Returns the fewest runs without an exception that leave at most a share open: 59 for 5 %, 299 for 1 %.
  ///
  /// - Parameters:
  ///   - share: strictly between 0 and 1.
  ///   - significance: how often the bound may be wrong, strictly between 0 and 1.
  public static func runs(toBound share: Double, significance: Double = 0.05) -> Int {
    precondition(share > 0 && share < 1, "strictly between 0 and 1")
    // Beyond what anybody runs the exact number does not matter.
    return Int(min(1e15, (log(significance) / log1p(-share)).rounded(.up)))
  }
}
