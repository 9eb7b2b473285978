// SPDX-License-Identifier: Apache-2.0

/// What a run gives for one metric of its shape, without the name.
public struct MetricReading: Sendable, Hashable {
  /// The value, or why there is none.
  public let value: MetricValue
  /// How many observations a percentile is taken over; nil for other metrics.
  public let samples: Int64?

  /// Makes a reading.
  public init(_ value: MetricValue, samples: Int64? = nil) {
    self.value = value
    self.samples = samples
  }

  /// A value.
  package static func defined(_ value: Int64, samples: Int64? = nil) -> Self {
    Self(.defined(value), samples: samples)
  }

  /// A value that may not fit.
  package static func defined(_ value: Int128) -> Self {
    guard let fitting = Int64(exactly: value) else {
      return .undefined("larger than 64 bits hold")
    }
    return .defined(fitting)
  }

  /// No value, and why.
  package static func undefined(_ reason: String) -> Self { Self(.undefined(reason: reason)) }
}
