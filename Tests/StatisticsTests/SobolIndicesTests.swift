// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Statistics

/// Sobol' indices against SciPy, and against the analytic ones of Ishigami's function.
@Suite struct SobolIndicesTests {
  @Test func `pick-freeze indices are those of SciPy`() throws {
    let row = try #require(ComparisonValues.shared).sobol
    let indices = try #require(
      SobolIndices.pickFreeze(
        first: Sample(row.first), second: Sample(row.second), mixed: row.mixed.map { Sample($0) }
      ).value)
    #expect(indices.count == 3)
    for (factor, index) in indices.enumerated() {
      #expect(agrees(index.firstOrder, row.firstOrder[factor]), "\(factor) \(index)")
      #expect(agrees(index.total, row.total[factor]), "\(factor) \(index)")
    }
  }

  @Test func `pick-freeze indices come to the analytic ones of Ishigami's function`() throws {
    // Homma and Saltelli 1996, doi:10.1016/0951-8320(96)00002-6: a = 7, b = 0.1, uniform on (-pi, pi).
    let (a, b, pi) = (7.0, 0.1, Double.pi)
    let alone = pow(1 + b * pow(pi, 4) / 5, 2) / 2
    let second = a * a / 8
    let together = b * b * pow(pi, 8) * (1.0 / 18 - 1.0 / 50)
    let variance = alone + second + together
    let first = [alone, second, 0].map { $0 / variance }
    let total = [alone + together, second, together].map { $0 / variance }
    func function(_ x: [Double]) -> Double {
      sin(x[0]) + a * sin(x[1]) * sin(x[1]) + b * pow(x[2], 4) * sin(x[0])
    }
    var generator = SplitMix64(seed: 2)
    func matrix() -> [[Double]] {
      (0..<20_000).map { _ in
        (0..<3).map { _ in pi * (2 * Double(generator.next(below: 1 << 40)) / 0x1p40 - 1) }
      }
    }
    let (left, right) = (matrix(), matrix())
    let mixed = (0..<3).map { factor in
      Sample(
        zip(left, right).map { left, right in
          var x = left
          x[factor] = right[factor]
          return function(x)
        })
    }
    let indices = try #require(
      SobolIndices.pickFreeze(
        first: Sample(left.map(function)), second: Sample(right.map(function)), mixed: mixed
      ).value)
    for factor in 0..<3 {
      #expect(
        abs(indices[factor].firstOrder - first[factor]) < 0.03, "\(factor): \(indices[factor])")
      #expect(abs(indices[factor].total - total[factor]) < 0.03, "\(factor): \(indices[factor])")
    }
    // Given data find the first order alone, from half the runs.
    for factor in 0..<3 {
      let index = try #require(
        SobolIndices.firstOrder(
          of: Sample(left.map { $0[factor] }), on: Sample(left.map(function))
        ).value)
      #expect(abs(index - first[factor]) < 0.03, "\(factor): \(index)")
    }
  }

  @Test func `indices from given data find an additive factor, a level and an idle one`() throws {
    // Variances 1/12 · 16, 1/4 and 0 of a total of 19/12.
    var generator = SplitMix64(seed: 5)
    let draws = (0..<2_000).map { _ in
      (
        Double(generator.next(below: 1 << 30)) / Double(1 << 30),
        Double(generator.next(below: 2)), Double(generator.next(below: 1 << 30))
      )
    }
    let outcome = Sample(draws.map { 4 * $0.0 + $0.1 })
    let first = try #require(SobolIndices.firstOrder(of: Sample(draws.map(\.0)), on: outcome).value)
    let second = try #require(
      SobolIndices.firstOrder(of: Sample(draws.map(\.1)), on: outcome).value)
    let third = try #require(SobolIndices.firstOrder(of: Sample(draws.map(\.2)), on: outcome).value)
    #expect(abs(first - 16.0 / 19) < 0.03, "\(first)")
    #expect(abs(second - 3.0 / 19) < 0.03, "\(second)")
    #expect(abs(third) < 0.02, "\(third)")
  }

  @Test func `replicates are the unit of an index's interval`() throws {
    let interval = try #require(
      SobolIndices.overReplicates([.defined(0.4), .defined(0.5), .defined(0.6)]).value)
    #expect(agrees(interval.estimate, 0.5) && interval.method == .studentT)
    #expect(
      SobolIndices.overReplicates([.defined(0.4), .undefined(.noSpread)]) == .undefined(.noSpread))
    let constant = Sample([1, 1, 1, 1])
    #expect(
      SobolIndices.firstOrder(of: Sample([1, 1, 2, 2]), on: constant) == .undefined(.noSpread))
    #expect(
      SobolIndices.firstOrder(of: constant, on: Sample([1, 2, 3, 4])) == .undefined(.noSpread))
    #expect(
      SobolIndices.pickFreeze(first: constant, second: constant, mixed: []) == .undefined(.noSpread)
    )
  }
}
