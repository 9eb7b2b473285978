// SPDX-License-Identifier: Apache-2.0

/// A unit in which a tool writes memory.
public enum MemoryUnit: String, CaseIterable, Sendable, Hashable {
  /// Bytes.
  case bytes
  /// 2^10 bytes.
  case kibibytes = "KiB"
  /// 2^20 bytes.
  case mebibytes = "MiB"
  /// 2^30 bytes.
  case gibibytes = "GiB"
  /// 2^40 bytes.
  case tebibytes = "TiB"
  /// 10^3 bytes.
  case kilobytes = "kB"
  /// 10^6 bytes.
  case megabytes = "MB"
  /// 10^9 bytes.
  case gigabytes = "GB"
  /// Pages of 4096 bytes.
  case pages

  /// The size in bytes.
  internal var bytes: Int {
    switch self {
    case .bytes: 1
    case .kibibytes: 1 << 10
    case .mebibytes: 1 << 20
    case .gibibytes: 1 << 30
    case .tebibytes: 1 << 40
    case .kilobytes: 1_000
    case .megabytes: 1_000_000
    case .gigabytes: 1_000_000_000
    case .pages: 4096
    }
  }

  /// The unit that a word of a heading or behind a number means; nil for other words.
  ///
  /// - Parameter word: in any case: headings write `kb` for `kB`.
  internal init?(word: some StringProtocol) {
    switch word.lowercased() {
    case "b", "byte", "bytes": self = .bytes
    case "kib": self = .kibibytes
    case "mib": self = .mebibytes
    case "gib": self = .gibibytes
    case "tib": self = .tebibytes
    case "kb": self = .kilobytes
    case "mb": self = .megabytes
    case "gb": self = .gigabytes
    case "pages": self = .pages
    default: return nil
    }
  }

  /// The bytes of an amount as it is typed, such as `16 GiB`; nil for anything else.
  public static func bytes(of text: String) -> Int? {
    guard let (number, rest) = DecimalNumber.prefix(of: text), number.significand >= 0,
      let unit = MemoryUnit(word: rest.trimmingBlanks)
    else { return nil }
    return number.rounded(times: unit.bytes)
  }
}
