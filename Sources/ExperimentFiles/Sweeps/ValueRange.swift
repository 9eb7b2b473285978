// SPDX-License-Identifier: Apache-2.0

internal import SamplingDesigns

/// The whole numbers from one quantity to another, of which designs draw some.
struct ValueRange: Sendable {
  /// What the numbers are.
  let kind: QuantityKind
  /// The smallest number.
  let lower: Int64
  /// The largest number.
  let upper: Int64
  /// How many digits labels need, so that different numbers drawn have different labels.
  var labelDigits = 3

  /// The scale of a range on which equal ratios are equally likely, nil for equal differences.
  private let scale: LogarithmicScale?
  /// The place where the range is written.
  private let location: SourceLocation

  /// Creates a range.
  ///
  /// - Precondition: `lower <= upper`, and `0 < lower` on a logarithmic scale.
  init(
    _ kind: QuantityKind, lower: Int64, upper: Int64, isLogarithmic: Bool, location: SourceLocation
  ) {
    self.kind = kind
    self.lower = lower
    self.upper = upper
    self.location = location
    scale = isLogarithmic ? LogarithmicScale(lower: lower, upper: upper) : nil
  }

  /// Whether equal steps are equal ratios.
  var isLogarithmic: Bool { scale != nil }

  /// The number at a fraction of 2^32 of the way, rounded down.
  func number(at coordinate: UInt32) -> Int64 {
    if let scale { return scale.number(at: UInt64(coordinate), of: 1 << 32) }
    // The last number is as likely as each of the others.
    let count = Int128(upper) - Int128(lower) + 1
    return Int64(Int128(lower) + (count * Int128(coordinate)) >> 32)
  }

  /// A number of a division into equal steps, ends included, the nearest whole one.
  ///
  /// - Precondition: `step` is in `0..<steps`.
  func nearest(ofStep step: Int, of steps: Int) -> Int64 {
    let last = max(steps - 1, 1)
    if let scale { return scale.nearest(at: UInt64(step), of: UInt64(last)) }
    let distance = (Int128(upper) - Int128(lower)) * Int128(step)
    return Int64(Int128(lower) + (2 * distance + Int128(last)) / Int128(2 * last))
  }

  /// A number as a value of the experiment.
  func node(_ number: Int64) -> Node { node(kind.text(number)) }

  /// A value of the range as it would be written.
  func node(_ text: String) -> Node {
    Node(content: .scalar(Scalar(text: text, style: .plain)), location: location)
  }

  /// A number as it is shown in tables.
  func label(_ number: Int64) -> String { kind.shortText(number, digits: labelDigits) }

  /// The same range with labels that tell numbers apart.
  ///
  /// - Complexity: O(*n* log *n*) for *n* numbers.
  func telling(apart numbers: [Int64]) -> ValueRange {
    var range = self
    let distinct = Set(numbers)
    while range.labelDigits < 19, Set(distinct.map(range.label)).count < distinct.count {
      range.labelDigits += 1
    }
    return range
  }
}
