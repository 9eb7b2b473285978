// SPDX-License-Identifier: Apache-2.0

/// A kind of value that a key of an experiment takes, and the whole numbers in which it is kept.
public enum QuantityKind: String, Sendable, CaseIterable {
  /// Memory, in pages of 4 KiB.
  case memory
  /// Memory in pages of 4 KiB, where a bare number counts pages.
  case pages
  /// A duration, in nanoseconds.
  case duration
  /// A rate, in bytes per second.
  case rate
  /// A share, in millionths, written in per cent.
  case share
  /// A plain number with decimals, in millionths.
  case ratio
  /// A frequency, in hertz.
  case frequency
  /// A whole number.
  case count

  /// The kind in the words of messages, with its article.
  var name: String {
    switch self {
    case .memory: "an amount of memory"
    case .pages: "a number of pages"
    case .duration: "a duration"
    case .rate: "a rate"
    case .share: "a share"
    case .ratio: "a number"
    case .frequency: "a frequency"
    case .count: "a whole number"
    }
  }

  /// Whether a word is a unit of any kind.
  public static func isUnit(_ word: String) -> Bool { Unit.named(word) != nil }

  /// Whether a number without a unit says nothing.
  var needsUnit: Bool {
    switch self {
    case .memory, .duration, .rate, .share, .frequency: true
    case .pages, .ratio, .count: false
    }
  }

  /// The units that may follow a number of the kind, from small to large.
  var unitNames: [String] {
    switch self {
    case .share: ["%"]
    case .ratio, .count: []
    // What counts pages is a matter of a few; beside bytes they are another way to write memory.
    case .pages: ["pages"] + Unit.names(of: .memory)
    case .memory: Unit.names(of: .memory) + ["pages"]
    case .duration, .rate, .frequency: Unit.names(of: dimension)
    }
  }

  /// Something valid of the kind.
  var example: String {
    switch self {
    case .memory: "64 GiB"
    case .pages: "256 pages"
    case .duration: "20 ms"
    case .rate: "4 GiB/s"
    case .share: "50 %"
    case .ratio: "1.5"
    case .frequency: "100 Hz"
    case .count: "4"
    }
  }

  /// What the kept numbers count.
  var grain: String {
    switch self {
    case .memory, .pages: "pages of 4 KiB"
    case .duration: "nanoseconds"
    case .rate: "bytes per second"
    case .share, .ratio: "millionths"
    case .frequency: "hertz"
    case .count: "whole numbers"
    }
  }

  /// What the kind measures.
  var dimension: Dimension {
    switch self {
    case .memory, .pages: .memory
    case .duration: .duration
    case .rate: .rate
    case .frequency: .frequency
    case .share, .ratio, .count: .number
    }
  }

  /// How many of the kept numbers make one of the base unit: the numerator of that fraction.
  var grainNumerator: Int128 {
    switch self {
    case .memory, .pages, .rate, .frequency, .count: 1
    case .duration: 1_000_000_000
    case .share, .ratio: 1_000_000
    }
  }

  /// The denominator of the same fraction.
  var grainDenominator: Int128 {
    switch self {
    case .memory, .pages: Unit.pageBytes
    case .duration, .share, .ratio, .rate, .frequency, .count: 1
    }
  }

  /// How many grains one of the base unit has.
  var grainsPerUnit: Rational {
    // Both are whole numbers above zero.
    (try? Rational(grainNumerator, over: grainDenominator)) ?? Rational(grainNumerator)
  }

  /// A kept number as a user would write it, `64 GiB` for 16,777,216 pages.
  ///
  /// The text is exact: it reads back as the same number.
  public func text(_ grains: Int64) -> String {
    let magnitude = Int128(grains.magnitude)
    let sign = grains < 0 ? "-" : ""
    switch self {
    case .memory:
      return grains == 0 ? "0" : sign + Self.largest(magnitude * Unit.pageBytes, Self.memoryUnits)
    case .pages: return grains == 1 ? "1 page" : "\(grains) pages"
    case .duration: return grains == 0 ? "0 s" : sign + Self.largest(magnitude, Self.timeUnits)
    case .rate:
      return grains == 0 ? "0" : sign + Self.largest(magnitude, Self.memoryUnits) + "/s"
    case .share: return sign + Self.decimal(magnitude, over: 10_000) + " %"
    case .ratio: return sign + Self.decimal(magnitude, over: 1_000_000)
    case .frequency: return "\(grains) Hz"
    case .count: return "\(grains)"
    }
  }

  /// A kept number as a label of few digits, `4.5 us` for 4,503 ns; not less of whole numbers.
  ///
  /// - Parameter digits: how many digits are shown, those before the point always.
  func shortText(_ grains: Int64, digits: Int) -> String {
    let magnitude = Int128(grains.magnitude)
    let sign = grains < 0 ? "-" : ""
    func rounded(_ number: Int128, _ units: [(name: String, size: Int128)]) -> String {
      guard let unit = units.first(where: { number >= $0.size }) else { return text(grains) }
      return sign + Self.rounded(number, over: unit.size, digits: digits) + " " + unit.name
    }
    switch self {
    case .memory: return rounded(magnitude * Unit.pageBytes, Self.memoryUnits)
    case .duration: return rounded(magnitude, Self.timeUnits)
    case .rate: return magnitude == 0 ? text(grains) : rounded(magnitude, Self.memoryUnits) + "/s"
    case .share: return sign + Self.rounded(magnitude, over: 10_000, digits: digits) + " %"
    case .ratio: return sign + Self.rounded(magnitude, over: 1_000_000, digits: digits)
    case .pages, .frequency, .count: return text(grains)
    }
  }

  /// A fraction to the nearest of so many digits, without trailing zeros.
  private static func rounded(_ number: Int128, over size: Int128, digits: Int) -> String {
    let decimals = max(0, min(6, digits - "\(number / size)".count))
    var power: Int128 = 1
    for _ in 0..<decimals { power *= 10 }
    return decimal((number * power * 2 + size) / (size * 2), over: power)
  }

  private static let memoryUnits: [(name: String, size: Int128)] = [
    ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
  ]
  private static let timeUnits: [(name: String, size: Int128)] = [
    ("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
    ("us", 1000), ("ns", 1),
  ]

  /// The number in the largest unit in which it needs no more than two decimals.
  private static func largest(
    _ number: Int128, _ units: [(name: String, size: Int128)]
  ) -> String {
    for unit in units where number >= unit.size && number * 100 % unit.size == 0 {
      return decimal(number, over: unit.size) + " " + unit.name
    }
    return "\(number) \(units.last?.name ?? "")"
  }

  /// A fraction whose denominator allows it to be written exactly, without trailing zeros.
  private static func decimal(_ number: Int128, over size: Int128) -> String {
    var text = "\(number / size)"
    var rest = number % size
    guard rest != 0 else { return text }
    text += "."
    // Six decimals at most: two for units of memory and time, six for millionths.
    for _ in 0..<6 where rest != 0 {
      rest *= 10
      text += "\(rest / size)"
      rest %= size
    }
    return text
  }
}
