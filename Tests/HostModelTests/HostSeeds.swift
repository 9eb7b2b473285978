internal import Testing

/// A stretch of the seeds that random hosts are made from, small enough for tests to share CPUs.
struct HostSeeds: Sendable, CustomTestStringConvertible {
  let seeds: Range<UInt64>

  /// So many seeds from 1 on, in stretches.
  static func stretches(of count: UInt64, length: UInt64 = 50) -> [Self] {
    stride(from: 1, through: count, by: Int(length)).map {
      Self(seeds: $0..<min($0 + length, count + 1))
    }
  }

  var testDescription: String { "seeds \(seeds.lowerBound) to \(seeds.upperBound - 1)" }
}
