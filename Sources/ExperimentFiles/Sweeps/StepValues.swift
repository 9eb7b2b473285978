// SPDX-License-Identifier: Apache-2.0

/// The values of a range that is divided into equal steps, both ends included.
///
/// They are worked out as fractions, so that a point is the same as the number that a person writes for
/// it: ten steps from 0.1 to 1 GiB/s have 0.4 GiB/s among them. What has no short notation is the
/// nearest page, nanosecond and so on.
struct StepValues {
  private let kind: QuantityKind
  private let first: Quantity
  private let last: Quantity
  private let units: [Unit]
  private let range: ValueRange
  private let falls: Bool
  private let steps: Int

  /// Divides a range.
  ///
  /// - Parameters:
  ///   - range: the same range in whole numbers.
  ///   - falls: whether the first value is the largest.
  ///   - first: the end that is written first.
  ///   - last: the other end.
  ///   - units: those that stand at the ends.
  ///   - steps: how many values there are, 2 or more.
  init(
    _ range: ValueRange, falls: Bool, from first: Quantity, to last: Quantity, units: [Unit],
    steps: Int
  ) {
    kind = range.kind
    self.range = range
    self.falls = falls
    self.first = first
    self.last = last
    self.units = units
    self.steps = steps
  }

  /// The values as nodes, from the first end to the last.
  var nodes: [Node] {
    // The root is the same for all steps.
    let ratio = range.isLogarithmic ? stepRatio : nil
    return (0..<steps).map { step in
      guard let value = exact(step, ratio), let text = text(value) else {
        return range.node(
          nearest(step, ratio)
            ?? range.nearest(
              ofStep: falls ? steps - 1 - step : step, of: steps))
      }
      return range.node(text)
    }
  }

  /// The value at a step as a fraction; nil on a logarithmic scale where it is none.
  private func exact(_ step: Int, _ ratio: Rational?) -> Rational? {
    guard range.isLogarithmic else {
      let way = try? Rational(Int128(step), over: Int128(steps - 1))
      guard let way, let distance = try? last.value - first.value,
        let part = try? distance * way
      else { return nil }
      return try? first.value + part
    }
    guard let ratio else { return nil }
    var value = first.value
    for _ in 0..<step {
      guard let next = try? value * ratio else { return nil }
      value = next
    }
    return value
  }

  /// The ratio of one step to the next; nil where it is no fraction.
  private var stepRatio: Rational? {
    guard let ratio = try? last.value / first.value,
      let above = Self.root(ratio.numerator, steps - 1),
      let below = Self.root(ratio.denominator, steps - 1)
    else { return nil }
    return try? Rational(above, over: below)
  }

  /// The whole number whose power is another one; nil if there is none.
  private static func root(_ number: Int128, _ degree: Int) -> Int128? {
    guard number > 0 else { return nil }
    if degree == 1 || number == 1 { return number }
    var (low, high): (Int128, Int128) = (1, min(number, 1 << (126 / Int128(degree) + 1)))
    while low <= high {
      let middle = low + (high - low) / 2
      switch power(middle, degree, upTo: number) {
      case nil: high = middle - 1
      case .some(let power) where power == number: return middle
      case .some: low = middle + 1
      }
    }
    return nil
  }

  /// A power; nil where it is above a bound.
  private static func power(_ base: Int128, _ degree: Int, upTo bound: Int128) -> Int128? {
    var result: Int128 = 1
    for _ in 0..<degree {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      guard !overflow, product <= bound else { return nil }
      result = product
      if base == 1 { break }
    }
    return result
  }

  /// A value as it would be written; nil where it is not short, or too far from what is kept of it.
  private func text(_ value: Rational) -> String? {
    guard let grains = try? value * kind.grainsPerUnit else { return nil }
    guard kind != .count else { return grains.whole.map { "\($0)" } }
    guard grains.whole != nil || grains.isNearWhole else { return nil }
    let amount = Quantity(value: value, dimension: kind.dimension)
    if units.isEmpty, kind == .ratio { return DecimalNotation.text(value) }
    return DecimalNotation.text(amount, units: units)
  }

  /// The whole number nearest to the value at a step.
  private func nearest(_ step: Int, _ ratio: Rational?) -> Int64? {
    guard let value = exact(step, ratio), let grains = try? value * kind.grainsPerUnit else {
      return nil
    }
    return Int64(exactly: grains.rounded)
  }
}
