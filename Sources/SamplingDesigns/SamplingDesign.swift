// SPDX-License-Identifier: Apache-2.0

/// A way to spread points over a box of any number of dimensions.
///
/// A design gives fractions of 2^32, one dimension after the other, so that a box may lose a
/// dimension without a change in the others. Everything is integer arithmetic: equal arguments give
/// equal points on every machine.
public enum SamplingDesign: Sendable, Hashable {
  /// Independent points.
  case random
  /// A Latin hypercube: of *n* points each dimension has one in every *n*-th of its range, in a
  /// random order and at a random place. McKay, Beckman and Conover 1979, doi:10.2307/1268522.
  case latinHypercube
  /// The Sobol' sequence, from its first point on.
  ///
  /// Scrambled, each dimension has its digits permuted at random, each by those before it (nested
  /// uniform scrambling: Owen 1995, doi:10.1007/978-1-4612-2552-2_19). That keeps how evenly the
  /// points are spread, makes every single point uniform, and gives replicates with other seeds.
  case sobol(isScrambled: Bool)

  /// The most dimensions of any design.
  public static let dimensionsMax = SobolDirections.dimensionsMax

  /// The seed of a numbered part of a design, such as a replicate.
  public static func seed(_ seed: UInt64, part: Int) -> UInt64 {
    DesignHash(seed: seed, dimension: part)(0x5EED)
  }

  /// The coordinates of all points in one dimension, as fractions of 2^32.
  ///
  /// - Parameters:
  ///   - dimension: the dimension, from 0.
  ///   - count: the number of points.
  ///   - seed: what random numbers are made from; a sequence that is not scrambled has none.
  /// - Precondition: `dimension` is in `0..<dimensionsMax`, `count` in `0...(1 << 31)`.
  /// - Complexity: O(`count`).
  public func coordinates(ofDimension dimension: Int, count: Int, seed: UInt64) -> [UInt32] {
    precondition((0..<Self.dimensionsMax).contains(dimension), "no such dimension of a design")
    precondition((0...(1 << 31)).contains(count), "more points than a design has fractions")
    let hash = DesignHash(seed: seed, dimension: dimension)
    switch self {
    case .random:
      return (0..<count).map { UInt32(truncatingIfNeeded: hash(UInt64($0)) >> 32) }
    case .latinHypercube:
      return Self.latin(count, hash)
    case .sobol(let isScrambled):
      let vectors = SobolDirections.vectors(ofDimension: dimension)
      return (0..<count).map { index in
        let point = Self.sobol(UInt32(index), vectors)
        return isScrambled ? Self.scrambled(point, hash) : point
      }
    }
  }

  private static func latin(_ count: Int, _ hash: DesignHash) -> [UInt32] {
    var strata = Array(0..<count)
    for last in strata.indices.dropFirst().reversed() {
      strata.swapAt(last, hash.below(last + 1, UInt64(last)))
    }
    return strata.enumerated().map { index, stratum in
      let offset = hash(1 << 40 | UInt64(index)) >> 32
      // Rounded up, or it could fall into the stratum before its own.
      let place = (UInt64(stratum) << 32 | offset) + UInt64(count) - 1
      return UInt32(clamping: place / UInt64(count))
    }
  }

  /// A point by its number in the order of Gray codes, which is that of the published sequences.
  private static func sobol(_ index: UInt32, _ vectors: [UInt32]) -> UInt32 {
    var bits = index ^ (index >> 1)
    var point: UInt32 = 0
    while bits != 0 {
      point ^= vectors[bits.trailingZeroBitCount]
      bits &= bits - 1
    }
    return point
  }

  private static func scrambled(_ point: UInt32, _ hash: DesignHash) -> UInt32 {
    var result: UInt32 = 0
    for digit in 0..<32 {
      // A leading one tells prefixes of different lengths apart.
      let prefix = (1 << UInt64(digit)) | (UInt64(point) >> UInt64(32 - digit))
      let flip = UInt32(truncatingIfNeeded: hash(prefix) & 1)
      result = result << 1 | ((point >> UInt32(31 - digit)) & 1 ^ flip)
    }
    return result
  }
}
