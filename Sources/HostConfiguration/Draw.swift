// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// A whole number that an experiment fixes or lets each trial draw.
public enum Draw: Sendable, Hashable {
  /// Always this.
  case fixed(Int64)
  /// Uniform between the bounds, both included.
  case uniform(ClosedRange<Int64>)
  /// Exponential of this mean, in whole steps of `step` (so the value is a multiple of it).
  case exponential(mean: Int64, step: Int64)

  /// Whether the value depends on the seed.
  public var isRandom: Bool {
    if case .fixed = self { return false }
    return true
  }

  /// The expected value, rounded down.
  public var mean: Int64 {
    switch self {
    case .fixed(let value): value
    case .uniform(let range): range.lowerBound + (range.upperBound - range.lowerBound) / 2
    case .exponential(let mean, _): mean
    }
  }

  /// The largest value, of an exponential one 40 times the mean, which one of 10^17 draws exceeds.
  public var latest: Int64 {
    switch self {
    case .fixed(let value): value
    case .uniform(let range): range.upperBound
    case .exponential(let mean, _): mean * 40
    }
  }

  /// Draws the value.
  ///
  /// A fixed value draws nothing, so that fixing one factor does not shift another.
  public func value(using generator: inout SeededGenerator) -> Int64 {
    switch self {
    case .fixed(let value): value
    case .uniform(let range): generator.uniform(in: range)
    case .exponential(let mean, let step):
      Int64(bitPattern: generator.exponential(mean: UInt64(mean / step))) * step
    }
  }
}
