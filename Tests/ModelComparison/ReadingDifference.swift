// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration

/// A metric that two models read differently.
public struct ReadingDifference: Sendable, Hashable, CustomStringConvertible {
  /// The concrete name.
  public let name: String
  /// What the engine reads.
  public let engine: MetricReading
  /// What the interpreter reads.
  public let naive: MetricReading

  /// All metrics of a trial that are read differently, in the order of the catalogue.
  ///
  /// Values, reasons for having none, and numbers of samples all count.
  public static func all(
    _ configuration: TrialConfiguration, engine: [MetricReading], naive: [MetricReading]
  ) -> [Self] {
    let names = MetricShape(configuration).names
    precondition(
      engine.count == names.count && naive.count == names.count, "A model lacks metrics.")
    return names.indices.compactMap { place in
      guard engine[place] != naive[place] else { return nil }
      return Self(name: names[place], engine: engine[place], naive: naive[place])
    }
  }

  /// The name with what the engine and the interpreter read.
  public var description: String {
    "\(name): the engine reads \(Self.text(of: engine)), the interpreter \(Self.text(of: naive))"
  }

  private static func text(of reading: MetricReading) -> String {
    let samples = reading.samples.map { " of \($0) samples" } ?? ""
    switch reading.value {
    case .defined(let value): return "\(value)\(samples)"
    case .undefined(let reason): return "nothing (\(reason))\(samples)"
    }
  }
}
