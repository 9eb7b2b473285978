internal import ArgumentParser

/// A duration as it is typed: `10ms`, `1s`, `500us`.
struct IntervalArgument: ExpressibleByArgument, Sendable {
  private static let units: [(name: String, duration: Duration)] = [
    ("ms", .milliseconds(1)), ("us", .microseconds(1)), ("min", .seconds(60)), ("s", .seconds(1)),
  ]

  /// The duration.
  let duration: Duration

  /// Wraps a duration.
  init(_ duration: Duration) { self.duration = duration }

  /// Reads a whole number with a unit, with or without a space between; nil for anything else.
  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let unit = argument.dropFirst(digits.count).drop { $0 == " " }
    // Nine digits of any unit fit a duration.
    guard digits.count <= 9, let number = Int(digits),
      let known = Self.units.first(where: { $0.name == unit })
    else { return nil }
    duration = known.duration * number
  }

  /// The default as the help shows it.
  var defaultValueDescription: String {
    let milliseconds = Int(duration / .milliseconds(1))
    return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000) s" : "\(milliseconds) ms"
  }
}
