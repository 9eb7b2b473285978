// SPDX-License-Identifier: Apache-2.0

/// One of several parts of a sweep that are run apart and merged.
///
/// Every trial is in exactly one of them, and always in the same one, however many repetitions there are.
public struct SweepShard: Sendable, Hashable, CustomStringConvertible {
  /// The most parts.
  public static let countMax = 100_000

  /// Which part, from 1.
  public let number: Int
  /// How many parts there are.
  public let count: Int

  /// Chooses a part.
  ///
  /// - Precondition: `1 <= number <= count <= countMax`
  public init(_ number: Int, of count: Int) {
    precondition((1...Self.countMax).contains(count), "count: expected 1...100,000")
    precondition((1...count).contains(number), "number: expected 1...count")
    self.number = number
    self.count = count
  }

  /// Reads `2/8`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1],
      (1...Self.countMax).contains(count), (1...count).contains(number)
    else { return nil }
    self.init(number, of: count)
  }

  /// `2/8`.
  public var description: String { "\(number)/\(count)" }

  /// Whether a trial is in this part.
  ///
  /// Trials are dealt out in turn, so that no part has two more than another. The turn shifts each time
  /// that it would come to the same points again: no part has all trials of a slow point.
  ///
  /// - Parameters:
  ///   - ordinal: the trial's place in the sweep, in repetition-major order.
  ///   - stride: how many trials a repetition has.
  func contains(_ ordinal: Int, stride: Int) -> Bool {
    Self.number(ofOrdinal: ordinal, stride: stride, count: count) == number
  }

  /// The number of the part that a trial is in.
  static func number(ofOrdinal ordinal: Int, stride: Int, count: Int) -> Int {
    let period = max(1, stride / greatestCommonDivisor(max(1, stride), count) * count)
    return (ordinal + ordinal / period) % count + 1
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    var (large, small) = (first, second)
    while small > 0 { (large, small) = (small, large % small) }
    return large
  }
}
