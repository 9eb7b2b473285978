// SPDX-License-Identifier: Apache-2.0

/// A running sum that carries its own rounding error along.
///
/// Source: Neumaier 1974, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
/// doi:10.1002/zamm.19740540106. A plain sum of many runs would lose the digits in which two
/// policies differ.
struct CompensatedSum {
  private var sum = 0.0
  private var compensation = 0.0

  /// The sum of what was added, rounded once.
  var total: Double { sum + compensation }

  mutating func add(_ value: Double) {
    let next = sum + value
    if abs(sum) >= abs(value) {
      compensation += (sum - next) + value
    } else {
      compensation += (value - next) + sum
    }
    sum = next
  }
}
