// SPDX-License-Identifier: Apache-2.0

/// The digest of a stream of integers; the formula of the reference workload RW-1.
public struct EventDigest: Sendable, Hashable {
  /// The digest so far.
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The digest of nothing.
  public init() {}

  /// Absorbs one integer.
  @inline(__always)
  public mutating func absorb(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01B3
    value ^= value >> 29
  }

  /// Absorbs one integer.
  @inline(__always)
  public mutating func absorb(_ word: Int64) { absorb(UInt64(bitPattern: word)) }

  /// Absorbs an event.
  @inline(__always)
  public mutating func absorb(_ event: DecisionEvent) {
    absorb(event.kind.rawValue)
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
