// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// A duration as it is typed: `10ms`, `1s`, `500us`.
struct IntervalArgument: CustomStringConvertible, Sendable {
  private static let units: [(name: String, duration: Duration)] = [
    ("us", .microseconds(1)), ("ms", .milliseconds(1)), ("s", .seconds(1)), ("min", .seconds(60)),
    ("h", .seconds(3_600)),
  ]

  /// The duration.
  let duration: Duration

  /// Wraps a duration.
  init(_ duration: Duration) { self.duration = duration }

  /// Reads a whole number with a unit, with or without a space between.
  ///
  /// - Parameters:
  ///   - argument: the text.
  ///   - examples: units that are likely to be meant where there is none.
  ///   - otherwise: an example where there is no number.
  /// - Throws: a `ValidationError` that says what was expected.
  init(
    parsing argument: String, examples: [String] = ["s", "min"], otherwise: String = "5 min"
  ) throws {
    let parts = NumberWithUnit(argument)
    // Nine digits of any unit fit a duration.
    guard let number = parts.number, number < 1_000_000_000,
      let known = Self.units.first(where: { $0.name == parts.unit })
    else {
      throw ValidationError(
        parts.fault(units: Self.units.map(\.name), examples: examples, otherwise: otherwise))
    }
    duration = known.duration * number
  }

  /// Refuses what is no time for a trial.
  ///
  /// - Throws: a `ValidationError` that says what was expected.
  func checkAsTimeout() throws {
    guard duration < .milliseconds(1) else { return }
    throw ValidationError("'--timeout': expected 1 ms or more, found \(self)")
  }

  /// The duration as it could be typed.
  var description: String {
    let microseconds = Int(duration / .microseconds(1))
    if microseconds % 1_000_000 == 0 { return "\(microseconds / 1_000_000) s" }
    return microseconds % 1_000 == 0 ? "\(microseconds / 1_000) ms" : "\(microseconds) us"
  }
}
