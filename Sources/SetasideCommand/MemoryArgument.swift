internal import ArgumentParser

/// An amount of memory as it is typed: `2 GiB`, `512MiB`.
struct MemoryArgument: ExpressibleByArgument, Sendable {
  private static let units: [(name: String, shift: Int64)] = [
    ("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40),
  ]

  /// The amount in bytes.
  let bytes: Int64

  /// Wraps an amount.
  init(bytes: Int64) { self.bytes = bytes }

  /// Reads a whole number with a unit, with or without a space between; nil for anything else.
  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let unit = argument.dropFirst(digits.count).drop { $0 == " " }
    // Six digits of any unit fit 64 bits.
    guard digits.count <= 6, let number = Int64(digits),
      let known = Self.units.first(where: { $0.name == unit })
    else { return nil }
    bytes = number << known.shift
  }

  /// The default as the help shows it.
  var defaultValueDescription: String {
    bytes % (1 << 30) == 0 ? "\(bytes >> 30) GiB" : "\(bytes >> 20) MiB"
  }
}
