// SPDX-License-Identifier: Apache-2.0

/// Numbers with a fixed count of decimals, the same in every locale.
public enum DecimalText {
  /// A number rounded to the nearest with so many decimals, 0...9.
  ///
  /// Numbers too large for that, and those that are none, are written as Swift does.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    precondition((0...9).contains(decimals), "decimals: expected 0...9")
    var scale: Double = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e18 else { return "\(value)" }
    let digits = Int64(scaled)
    let sign = value < 0 && digits > 0 ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(digits)" }
    let fraction = String(digits % Int64(scale))
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(sign)\(digits / Int64(scale)).\(zeros)\(fraction)"
  }
}
