// SPDX-License-Identifier: Apache-2.0

import Foundation
import SamplingDesigns
import Testing

@Suite struct SamplingDesignTests {
  private static let designs: [SamplingDesign] = [
    .random, .latinHypercube, .sobol(isScrambled: true), .sobol(isScrambled: false),
  ]

  @Test func `has the points of SciPy's Sobol sequence`() throws {
    let url = try #require(
      Bundle.module.url(forResource: "sobol", withExtension: "json", subdirectory: "Fixtures"))
    let expected = try JSONDecoder().decode([[UInt32]].self, from: Data(contentsOf: url))
    for dimension in 0..<SamplingDesign.dimensionsMax {
      let column = SamplingDesign.sobol(isScrambled: false)
        .coordinates(ofDimension: dimension, count: expected.count, seed: 1)
      #expect(column == expected.map { $0[dimension] }, "dimension \(dimension)")
    }
  }

  @Test(arguments: designs)
  func `gives equal points for equal seeds alone`(design: SamplingDesign) {
    let first = design.coordinates(ofDimension: 3, count: 64, seed: 7)
    #expect(design.coordinates(ofDimension: 3, count: 64, seed: 7) == first)
    let replicate = design.coordinates(
      ofDimension: 3, count: 64, seed: SamplingDesign.seed(7, part: 1))
    #expect((replicate == first) == (design == .sobol(isScrambled: false)))
    #expect(design.coordinates(ofDimension: 4, count: 64, seed: 7) != first)
  }

  /// The first 2^m points have one point in every interval of length 2^-m, and in the plane of two
  /// dimensions the first two, a (0, m, 2)-net, one in every box of area 2^-m.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func `keeps its nets when it is scrambled`(seed: UInt64) {
    let design = SamplingDesign.sobol(isScrambled: true)
    let count = 256
    let columns = (0..<8).map { design.coordinates(ofDimension: $0, count: count, seed: seed) }
    for column in columns { #expect(Set(column.map { $0 >> 24 }).count == count) }
    for bits in 0...8 {
      let boxes = (0..<count).map { index in
        [
          UInt64(columns[0][index]) >> UInt64(32 - bits),
          UInt64(columns[1][index]) >> UInt64(24 + bits),
        ]
      }
      #expect(Set(boxes).count == count, "\(bits) bits of the first dimension")
    }
  }

  @Test func `has one point of a Latin hypercube in every stratum`() {
    for dimension in 0..<5 {
      let column = SamplingDesign.latinHypercube
        .coordinates(ofDimension: dimension, count: 100, seed: 3)
      #expect(column.map { (UInt64($0) * 100) >> 32 }.sorted() == Array(0..<100))
    }
  }

  /// The error of the mean of a smooth function over many seeds, as its mean square.
  private func error(of design: SamplingDesign, count: Int) -> Double {
    let seeds = 0..<40
    let squares = seeds.map { seed -> Double in
      let columns = (0..<3).map { dimension in
        design.coordinates(ofDimension: dimension, count: count, seed: UInt64(seed))
          .map { Double($0) / 4_294_967_296 }
      }
      // Its mean is 1.
      let sum = (0..<count).reduce(0.0) { sum, index in
        sum + columns.reduce(1) { $0 * (1 + ($1[index] - 0.5)) }
      }
      let difference = sum / Double(count) - 1
      return difference * difference
    }
    return squares.reduce(0, +) / Double(seeds.count)
  }

  @Test func `finds the mean of a smooth function sooner than independent points`() {
    let independent = error(of: .random, count: 256)
    #expect(error(of: .sobol(isScrambled: true), count: 256) < independent / 100)
    #expect(error(of: .latinHypercube, count: 256) < independent / 4)
    #expect(independent < 0.003)
  }
}
