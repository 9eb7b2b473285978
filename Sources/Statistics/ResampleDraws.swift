// SPDX-License-Identifier: Apache-2.0

/// Which values each resample of samples of one size has: a table with one row for each resample.
struct ResampleDraws: Sendable {
  /// The most entries that are held at once, 16 MiB; a longer table is made anew in blocks when it is read.
  static let entriesMax = 1 << 22

  /// How many values a sample, and so a resample, has.
  let count: Int
  /// How many resamples there are.
  let resamples: Int
  private let seed: UInt64
  private let rowsPerBlock: Int
  private let table: [UInt32]

  /// Draws.
  ///
  /// - Parameters:
  ///   - count: how many values a sample has, at least 1.
  ///   - bootstrap: how many resamples, and the seed; equal seeds give equal draws.
  ///   - entriesMax: how many draws may be held at once.
  init(count: Int, bootstrap: Bootstrap, entriesMax: Int = Self.entriesMax) {
    precondition((1...Int(UInt32.max)).contains(count), "a resample has values")
    self.count = count
    resamples = bootstrap.resamples
    seed = bootstrap.seed
    rowsPerBlock = max(1, min(entriesMax / count, bootstrap.resamples))
    var table: [UInt32] = []
    if rowsPerBlock == bootstrap.resamples {
      var generator = SplitMix64(seed: bootstrap.seed)
      table = Self.rows(rowsPerBlock, of: count, &generator)
    }
    self.table = table
  }

  /// Hands over the table, some rows at a time, in order.
  ///
  /// - Parameter body: is given the rows one behind the other, and which resamples they are.
  func forEachBlock(_ body: (UnsafeBufferPointer<UInt32>, Range<Int>) -> Void) {
    guard table.isEmpty else {
      table.withUnsafeBufferPointer { body($0, 0..<resamples) }
      return
    }
    var generator = SplitMix64(seed: seed)
    for start in stride(from: 0, to: resamples, by: rowsPerBlock) {
      let end = min(resamples, start + rowsPerBlock)
      Self.rows(end - start, of: count, &generator).withUnsafeBufferPointer {
        body($0, start..<end)
      }
    }
  }

  private static func rows(
    _ rows: Int, of count: Int, _ generator: inout SplitMix64
  ) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: rows * count) { entries, filled in
      for entry in 0..<rows * count {
        entries[entry] = UInt32(truncatingIfNeeded: generator.next(below: count))
      }
      filled = rows * count
    }
  }
}
