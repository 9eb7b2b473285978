// SPDX-License-Identifier: Apache-2.0

/// Random numbers by name: the same key and place give the same number on every machine.
struct DesignHash {
  /// What makes the numbers of two streams differ.
  let key: UInt64

  /// The stream of one dimension of a design.
  init(seed: UInt64, dimension: Int) {
    key = Self.mixed(Self.mixed(seed) ^ UInt64(dimension + 1))
  }

  /// The number at a place of the stream, 64 random bits.
  func callAsFunction(_ place: UInt64) -> UInt64 {
    Self.mixed(key &+ Self.mixed(place))
  }

  /// A number below a bound; its bias is less than the bound in 2^64.
  func below(_ bound: Int, _ place: UInt64) -> Int {
    Int(self(place).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// The output function of SplitMix64, which has no fixed point but by its increment: Steele, Lea
  /// and Flood 2014, doi:10.1145/2660193.2660195.
  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
