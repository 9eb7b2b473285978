// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import SweepRunner

/// An amount of memory as it is typed: `2 GiB`, `512MiB`.
struct MemoryArgument: CustomStringConvertible, Sendable {
  private static let units: [(name: String, shift: Int64)] = [
    ("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40),
  ]

  /// The amount in bytes.
  let bytes: Int64

  /// Wraps an amount.
  init(bytes: Int64) { self.bytes = bytes }

  /// Reads a whole number with a unit, with or without a space between.
  ///
  /// - Throws: a `ValidationError` that says what was expected.
  init(parsing argument: String) throws {
    let parts = NumberWithUnit(argument)
    // Six digits of any unit fit 64 bits.
    guard let number = parts.number, number < 1_000_000,
      let known = Self.units.first(where: { $0.name == parts.unit })
    else {
      throw ValidationError(
        parts.fault(units: Self.units.map(\.name), examples: ["MiB", "GiB"], otherwise: "512 MiB"))
    }
    bytes = Int64(number) << known.shift
  }

  /// Refuses what no process of a trial can do with.
  ///
  /// - Throws: a `ValidationError` that says what was expected.
  func checkAsLimit() throws {
    guard bytes < SweepLimits.memoryMin else { return }
    let least = SweepLimits.memoryMin >> 20
    throw ValidationError("'--memory-limit': expected \(least) MiB or more, found \(self)")
  }

  /// The amount as it could be typed.
  var description: String {
    if bytes % (1 << 30) == 0 { return "\(bytes >> 30) GiB" }
    return bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes >> 10) KiB"
  }
}
