// SPDX-License-Identifier: Apache-2.0 OR MIT

/// What the number of a parameter counts, and so how it is written in an experiment.
public enum ParameterUnit: Sendable, Hashable {
  /// Memory, written `256 pages` or `1 MiB`.
  case pages
  /// Simulated time in nanoseconds, written `20 ms`.
  case duration
  /// Bytes per second, written `400 MiB/s`.
  case rate
  /// Parts per million, written `50 %`.
  case share
  /// A bare whole number.
  case count
  /// One of these words; the number is the index.
  case choice([String])
}

/// A type that a parameter can have: an integer with a unit.
public protocol ParameterValue: Comparable, Sendable {
  /// The unit of the integer.
  static var parameterUnit: ParameterUnit { get }
  /// Makes the value from its integer.
  init(parameterInteger: Int64)
  /// The value as an integer.
  var parameterInteger: Int64 { get }
}

extension Pages: ParameterValue {
  /// Pages.
  public static var parameterUnit: ParameterUnit { .pages }
  /// So many pages.
  public init(parameterInteger: Int64) { self.init(parameterInteger) }
  /// The number of pages.
  public var parameterInteger: Int64 { count }
}

extension SimulatedDuration: ParameterValue {
  /// Nanoseconds.
  public static var parameterUnit: ParameterUnit { .duration }
  /// So many nanoseconds.
  public init(parameterInteger: Int64) { self.init(nanoseconds: parameterInteger) }
  /// The length in nanoseconds.
  public var parameterInteger: Int64 { nanoseconds }
}

extension MemoryRate: ParameterValue {
  /// Bytes per second.
  public static var parameterUnit: ParameterUnit { .rate }
  /// So many bytes per second.
  public init(parameterInteger: Int64) { self.init(bytesPerSecond: parameterInteger) }
  /// Bytes per second.
  public var parameterInteger: Int64 { bytesPerSecond }
}

extension Share: ParameterValue {
  /// Parts per million.
  public static var parameterUnit: ParameterUnit { .share }
  /// So many parts per million.
  public init(parameterInteger: Int64) { self.init(partsPerMillion: parameterInteger) }
  /// Parts per million.
  public var parameterInteger: Int64 { partsPerMillion }
}

extension Int64: ParameterValue {
  /// A bare number.
  public static var parameterUnit: ParameterUnit { .count }
  /// The number itself.
  public init(parameterInteger: Int64) { self = parameterInteger }
  /// The number itself.
  public var parameterInteger: Int64 { self }
}
