// SPDX-License-Identifier: Apache-2.0

/// A unit in which a tool writes times.
public enum TimeUnit: String, CaseIterable, Sendable, Hashable {
  /// Seconds.
  case seconds = "s"
  /// Milliseconds.
  case milliseconds = "ms"
  /// Microseconds.
  case microseconds = "us"
  /// Nanoseconds.
  case nanoseconds = "ns"
  /// Minutes.
  case minutes = "min"
  /// Hours.
  case hours = "h"

  /// The length in nanoseconds.
  internal var nanoseconds: Int {
    switch self {
    case .nanoseconds: 1
    case .microseconds: 1_000
    case .milliseconds: 1_000_000
    case .seconds: 1_000_000_000
    case .minutes: 60_000_000_000
    case .hours: 3_600_000_000_000
    }
  }

  /// The unit that a word of a heading or behind a number means; nil for other words.
  internal init?(word: some StringProtocol) {
    switch word.lowercased() {
    case "ns", "nsec", "nanosecond", "nanoseconds": self = .nanoseconds
    case "us", "usec", "\u{B5}s", "\u{3BC}s", "microsecond", "microseconds": self = .microseconds
    case "ms", "msec", "millis", "millisecond", "milliseconds": self = .milliseconds
    case "s", "sec", "secs", "second", "seconds": self = .seconds
    case "min", "mins", "minute", "minutes": self = .minutes
    case "h", "hr", "hrs", "hour", "hours": self = .hours
    default: return nil
    }
  }

  /// The unit of a number without one, by its size: seconds, unless they would be thousands of
  /// years since 1970.
  internal static func likely(for number: DecimalNumber) -> TimeUnit {
    guard let value = number.rounded(times: 1) else { return .nanoseconds }
    switch value.magnitude {
    case ..<100_000_000_000: return .seconds
    case ..<100_000_000_000_000: return .milliseconds
    case ..<100_000_000_000_000_000: return .microseconds
    default: return .nanoseconds
    }
  }
}
