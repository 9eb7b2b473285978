// SPDX-License-Identifier: Apache-2.0

internal import Statistics
internal import TrialExecution

/// Rates in percent.
enum RateText {
  /// A share with one decimal.
  static func percent(_ share: Double) -> String { DecimalText.fixed(share * 100, decimals: 1) }

  /// A rate with its exact interval.
  static func of(_ rate: FalsePositiveRate, level: ConfidenceLevel = .ninetyFivePercent) -> String {
    let ends = rate.interval(level: level).value
    return percent(rate.found.share.value ?? 0)
      + (ends.map { " [\(percent($0.lower)), \(percent($0.upper))] %" } ?? " %")
  }
}
