// SPDX-License-Identifier: Apache-2.0

/// The digest of `Documentation/Model.md`, section 8.
public struct NaiveDigest: Sendable, Hashable {
  /// What has been absorbed so far comes to.
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The digest of nothing.
  public init() {}

  /// Absorbs a number; a negative one as the 64 bits that it has.
  public mutating func absorb(_ number: Int64) {
    value = (value ^ UInt64(bitPattern: number)) &* 0x100_0000_01B3
    value ^= value >> 29
  }

  /// Absorbs an event.
  public mutating func absorb(_ event: NaiveEvent) {
    absorb(Int64(event.kind.rawValue))
    absorb(event.time)
    absorb(event.who)
    absorb(event.free)
    absorb(event.value)
  }

  /// Sixteen hexadecimal digits.
  public var hexadecimal: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
