// SPDX-License-Identifier: Apache-2.0

/// A unit that may follow a number.
struct Unit: Sendable {
  /// The unit as it is written.
  let name: String
  /// What it measures.
  let dimension: Dimension
  /// One of the unit in the base unit of the dimension (bytes, seconds), as a fraction.
  let numerator: Int128
  /// The denominator of that fraction.
  let denominator: Int128

  private init(
    _ name: String, _ dimension: Dimension, _ numerator: Int128, over denominator: Int128 = 1
  ) {
    self.name = name
    self.dimension = dimension
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The size of a page in bytes.
  static let pageBytes: Int128 = 4096

  /// All units, each family from small to large.
  static let all: [Unit] = [
    Unit("B", .memory, 1),
    Unit("KiB", .memory, 1 << 10),
    Unit("MiB", .memory, 1 << 20),
    Unit("GiB", .memory, 1 << 30),
    Unit("TiB", .memory, 1 << 40),
    Unit("page", .memory, pageBytes),
    Unit("pages", .memory, pageBytes),
    Unit("ns", .duration, 1, over: 1_000_000_000),
    Unit("us", .duration, 1, over: 1_000_000),
    Unit("µs", .duration, 1, over: 1_000_000),
    Unit("ms", .duration, 1, over: 1000),
    Unit("s", .duration, 1),
    Unit("min", .duration, 60),
    Unit("h", .duration, 3600),
    Unit("B/s", .rate, 1),
    Unit("KiB/s", .rate, 1 << 10),
    Unit("MiB/s", .rate, 1 << 20),
    Unit("GiB/s", .rate, 1 << 30),
    Unit("TiB/s", .rate, 1 << 40),
    Unit("pages/s", .rate, pageBytes),
    Unit("Hz", .frequency, 1),
    Unit("kHz", .frequency, 1000),
    Unit("%", .number, 1, over: 100),
  ]

  /// The units of a dimension as documentation names them: in ASCII, and pages apart.
  static func names(of dimension: Dimension) -> [String] {
    all.filter { unit in
      unit.dimension == dimension && unit.name.utf8.allSatisfy { $0 < 0x80 }
        && !["page", "pages"].contains(unit.name)
    }.map(\.name)
  }

  /// The unit of a name, exactly as it is written.
  static func named(_ name: String) -> Unit? {
    all.first { $0.name == name }
  }

  /// The unit that was probably meant by an unknown name, `GiB` for `GB`.
  static func suggestion(for name: String) -> String? {
    let rate = name.hasSuffix("/s") || name.hasSuffix("ps")
    let stem = name.lowercased().replacing("/s", with: "").replacing("bps", with: "b")
    let meant: String? =
      switch stem {
      case "k", "kb", "kib", "ki": "KiB"
      case "m", "mb", "mib", "mi": "MiB"
      case "g", "gb", "gib", "gi": "GiB"
      case "t", "tb", "tib", "ti": "TiB"
      case "byte", "bytes", "b": "B"
      case "sec", "secs", "second", "seconds": "s"
      case "msec", "millisecond", "milliseconds": "ms"
      case "usec", "microsecond", "microseconds", "μs": "us"
      case "nsec", "nanosecond", "nanoseconds": "ns"
      case "minute", "minutes", "mins": "min"
      case "hour", "hours", "hr", "hrs": "h"
      case "hz", "hertz": "Hz"
      case "percent": "%"
      case "pg", "pgs": "pages"
      default: nil
      }
    guard let meant else { return Spelling.closest(to: name, in: all.map(\.name)) }
    return rate && named(meant + "/s") != nil ? meant + "/s" : meant
  }
}
