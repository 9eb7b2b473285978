// SPDX-License-Identifier: Apache-2.0

/// Eight columns of numbers, side by side, of which a few order statistics are wanted: no column is sorted.
struct LaneColumns {
  typealias Lanes = ResampledMeans.Lanes
  /// What is read of a column without places to read.
  private static let nothing = (lower: 0.0, upper: 0.0)
  /// A power of two, few enough for the counts of eight columns to stay in the fastest cache.
  private static let bucketCount = 512
  /// A number to which small integers add without a fraction: the sum's bits hold the integer.
  private static let integers = Lanes(repeating: 0x1p52)

  private let rows: [Lanes]
  /// The least number of each column.
  let least: Lanes
  /// The greatest.
  let most: Lanes
  /// How many lie below the centre.
  let below: SIMD8<Int64>
  /// How many do not lie above it.
  let notAbove: SIMD8<Int64>

  /// Counts how each column lies around its centre.
  ///
  /// - Parameters:
  ///   - rows: one number of each column, at least one row.
  ///   - centre: one number for each column.
  init(_ rows: [Lanes], around centre: Lanes) {
    self.rows = rows
    var least = rows[0]
    var most = rows[0]
    var below = SIMD8<Int64>.zero
    var notAbove = SIMD8<Int64>.zero
    for row in rows {
      least.replace(with: row, where: row .< least)
      most.replace(with: row, where: row .> most)
      // A lane of a mask is -1 where it holds.
      below &-= unsafeBitCast(row .< centre, to: SIMD8<Int64>.self)
      notAbove &-= unsafeBitCast(row .<= centre, to: SIMD8<Int64>.self)
    }
    self.least = least
    self.most = most
    self.below = below
    self.notAbove = notAbove
  }

  /// Returns what lies at two places of each column, as if it were sorted.
  ///
  /// Numbers go to buckets by a function that never falls, so a rank's bucket is known from the counts of the
  /// buckets, and only the numbers in it need to be sorted.
  ///
  /// - Parameter places: for each column, from the first; nil where nothing is wanted.
  func values(
    at places: [BootstrapReading.Places?]
  ) -> [(lower: Double, upper: Double)] {
    var scale = Lanes.zero
    for lane in places.indices {
      let factor = Double(Self.bucketCount - 1) / (most[lane] - least[lane])
      // Numbers too close to be told apart share one bucket.
      scale[lane] = factor.isFinite ? factor : 0
    }
    let counts = counts(scale)
    let ends = places.enumerated().map { lane, places in
      let column = counts[lane * Self.bucketCount..<(lane + 1) * Self.bucketCount]
      return places.map { (Window($0.lower, column), Window($0.upper, column)) }
    }
    let lower = members(of: ends.map { $0?.0 }, scale)
    let upper = members(of: ends.map { $0?.1 }, scale)
    return places.indices.map { lane in
      guard let places = places[lane], let ends = ends[lane] else { return Self.nothing }
      return (
        ends.0.value(at: places.lower, among: lower[lane]),
        ends.1.value(at: places.upper, among: upper[lane])
      )
    }
  }

  /// The buckets that hold what lies at a place.
  private struct Window {
    let first: Int
    let last: Int
    /// How many numbers lie in the buckets before.
    let before: Int

    init(_ place: BootstrapReading.Place, _ counts: ArraySlice<UInt32>) {
      var passed = 0
      var bucket = 0
      func advance(to rank: Int) {
        while passed + Int(counts[counts.startIndex + bucket]) <= rank {
          passed += Int(counts[counts.startIndex + bucket])
          bucket += 1
        }
      }
      advance(to: place.rank)
      first = bucket
      before = passed
      advance(to: place.nextRank)
      last = bucket
    }

    func value(at place: BootstrapReading.Place, among members: [Double]) -> Double {
      let sorted = members.sorted()
      return place.value(sorted[place.rank - before], sorted[place.nextRank - before])
    }
  }

  /// How many numbers each bucket of each column has, column by column.
  private func counts(_ scale: Lanes) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: Lanes.scalarCount * Self.bucketCount)
    counts.withUnsafeMutableBufferPointer { counts in
      for row in rows {
        let bits = unsafeBitCast(bucket(row, scale), to: SIMD8<UInt64>.self)
        for lane in 0..<Lanes.scalarCount {
          let bucket = Int(truncatingIfNeeded: bits[lane]) & (Self.bucketCount - 1)
          counts[lane &* Self.bucketCount &+ bucket] &+= 1
        }
      }
    }
    return counts
  }

  /// The numbers in one window of each column.
  private func members(of windows: [Window?], _ scale: Lanes) -> [[Double]] {
    var first = Lanes(repeating: .infinity)
    var last = Lanes(repeating: -.infinity)
    for (lane, window) in windows.enumerated() {
      guard let window else { continue }
      first[lane] = 0x1p52 + Double(window.first)
      last[lane] = 0x1p52 + Double(window.last)
    }
    var members = windows.map { _ in [Double]() }
    for row in rows {
      let bucket = bucket(row, scale)
      let hits = (bucket .>= first) .& (bucket .<= last)
      guard any(hits) else { continue }
      for lane in windows.indices where hits[lane] { members[lane].append(row[lane]) }
    }
    return members
  }

  /// The bucket of each number, as an integer above 2^52; equal or greater for a greater number.
  private func bucket(_ row: Lanes, _ scale: Lanes) -> Lanes {
    (row - least) * scale + Self.integers
  }
}
