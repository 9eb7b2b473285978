// SPDX-License-Identifier: Apache-2.0

internal import Statistics
internal import TrialExecution

/// Levels in percent, with as many decimals as it takes to tell them from 100 % and 0 %.
enum LevelText {
  /// A level, such as `95 %` or `99.44 %`.
  static func of(_ level: ConfidenceLevel) -> String {
    percent(level.probability, finest: level.significance)
  }

  /// How often a true null hypothesis may be rejected, such as `5 %` or `0.1 %`.
  static func significance(_ level: ConfidenceLevel) -> String {
    percent(level.significance, finest: level.significance)
  }

  /// Two digits of the finest, at least two decimals, without zeros at the end.
  private static func percent(_ share: Double, finest: Double) -> String {
    var decimals = 2
    var least = finest * 1_000
    while least < 1 - 1e-9, decimals < 9 {
      decimals += 1
      least *= 10
    }
    var text = DecimalText.fixed(share * 100, decimals: decimals)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text + " %"
  }
}
