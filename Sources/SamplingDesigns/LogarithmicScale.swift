// SPDX-License-Identifier: Apache-2.0

/// A range of whole numbers on which equal steps are equal ratios.
///
/// Logarithms and powers are taken digit by digit in fixed point, not by a library of mathematics:
/// the last bit of that differs between machines, and a number that is rounded down would show it.
public struct LogarithmicScale: Sendable, Hashable {
  /// Binary digits of a logarithm behind the point.
  private static let logarithmBits = 40
  /// Binary digits of a power behind the point.
  private static let powerBits = 62

  /// The smallest number.
  public let lower: Int64
  /// The largest number.
  public let upper: Int64

  /// The logarithm to the base 2 of `upper / lower`.
  private let logarithm: UInt128

  /// Creates a scale.
  ///
  /// - Precondition: `0 < lower`, `lower <= upper`.
  public init(lower: Int64, upper: Int64) {
    precondition(0 < lower && lower <= upper, "a logarithmic scale rises from above zero")
    self.lower = lower
    self.upper = upper
    logarithm = Self.logarithm(UInt128(upper), over: UInt128(lower))
  }

  /// The number at a fraction of the way, rounded down.
  ///
  /// - Precondition: `numerator <= denominator`, `denominator` is in `1...(1 << 32)`.
  public func number(at numerator: UInt64, of denominator: UInt64) -> Int64 {
    number(at: numerator, of: denominator, isRounded: false)
  }

  /// The number at a fraction of the way, rounded to the nearest.
  ///
  /// - Precondition: as of ``number(at:of:)``.
  public func nearest(at numerator: UInt64, of denominator: UInt64) -> Int64 {
    number(at: numerator, of: denominator, isRounded: true)
  }

  private func number(
    at numerator: UInt64, of denominator: UInt64, isRounded: Bool
  ) -> Int64 {
    precondition(numerator <= denominator && (1...(1 << 32)).contains(denominator))
    if numerator == denominator { return upper }
    let exponent = logarithm * UInt128(numerator) / UInt128(denominator)
    let whole = exponent >> Self.logarithmBits
    var power: UInt128 = 1 << Self.powerBits
    for digit in 1...Self.logarithmBits
    where exponent >> (Self.logarithmBits - digit) & 1 == 1 {
      power = (power * Self.roots[digit]) >> Self.powerBits
    }
    let shift = Self.powerBits - Int(whole)
    // Half of what is cut off.
    let half: UInt128 = isRounded && shift > 0 ? 1 << (shift - 1) : 0
    let number = (UInt128(lower) * power + half) >> shift
    return min(max(Int64(clamping: number), lower), upper)
  }

  /// 2 to the power of 2^-i, at index i.
  private static let roots: [UInt128] = {
    var roots: [UInt128] = [2 << powerBits]
    for _ in 0..<logarithmBits { roots.append(squareRoot(roots[roots.count - 1] << powerBits)) }
    return roots
  }()

  private static func logarithm(_ numerator: UInt128, over denominator: UInt128) -> UInt128 {
    var whole = 0
    while numerator >> (whole + 1) >= denominator { whole += 1 }
    var ratio = (numerator << (powerBits - whole)) / denominator
    var result = UInt128(whole)
    for _ in 0..<logarithmBits {
      ratio = (ratio * ratio) >> powerBits
      let isTwo = ratio >> (powerBits + 1) != 0
      if isTwo { ratio >>= 1 }
      result = result << 1 | (isTwo ? 1 : 0)
    }
    return result
  }

  private static func squareRoot(_ square: UInt128) -> UInt128 {
    var root: UInt128 = 0
    for bit in (0..<64).reversed() {
      let next = root | 1 << bit
      if next <= square / next { root = next }
    }
    return root
  }
}
