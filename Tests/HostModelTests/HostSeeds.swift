// SPDX-License-Identifier: Apache-2.0

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

  /// Hosts on which rare things coincide, a few of hundreds of thousands: a task is killed before it begins, a
  /// requester has the last pages in hand when the walk ends, a caller of the Ultravisor pays for its last
  /// page when others come, a take is due at the very instant at which a step ends.
  static let coincidences: [Self] =
    ([
      9_484, 9_991, 11_551, 17_175, 23_604, 24_625, 36_110, 39_599, 45_084, 49_618, 52_827, 54_528,
      55_650, 57_805, 75_442, 78_880, 79_264, 84_782, 88_105, 104_211, 107_907, 109_499, 110_414,
      112_745, 118_506, 119_299, 120_470, 121_435, 123_828, 137_543, 148_464, 153_668, 163_725,
      166_255, 170_114, 173_264, 184_041, 184_400, 192_475, 193_403, 197_907,
    ] as [UInt64]).map { Self(seeds: $0..<$0 + 1) }

  /// Such hosts where everybody has a CPU: the run could end before a killed guest's last page is paid for, a task
  /// that is killed before its thread comes to a CPU begins when it is back.
  static let coincidencesWithOwnCPUs: [Self] =
    ([116_644, 166_867, 167_610, 195_515] as [UInt64]).map { Self(seeds: $0..<$0 + 1) }

  var testDescription: String { "seeds \(seeds.lowerBound) to \(seeds.upperBound - 1)" }
}
