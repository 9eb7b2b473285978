// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Statistics

@Suite struct SkewnessCorrectedIntervalTests {
  private func ends(_ values: [Double], level: Double = 0.95) throws -> (Double, Double) {
    let level = try #require(ConfidenceLevel(level))
    let interval = try #require(Sample(values).skewnessCorrectedInterval(level: level).value)
    return (interval.lower, interval.upper)
  }

  /// NumPy and SciPy: Hall's inverse with `scipy.stats.skew(bias=False)` and `scipy.stats.t.ppf`.
  @Test func `agrees with a plain program`() throws {
    let skewed = [1.0, 2, 3, 5, 9, 20]
    let rare = [-4.1, -3.9, -4.3, -4.0, -3.8, -4.2, -4.05, 96]
    let cases: [([Double], Double, Double, Double)] = [
      (skewed, 0.95, 1.72986311114559, 31.1789392127324),
      (skewed, 0.99, -0.229877482419282, 34.7090715983177),
      (rare, 0.95, -9.3017568992892, 89.2228561370989),
      ([10, 11, 9, 10.5, 9.4], 0.95, 8.9995182943091, 11.0063818937541),
    ]
    for (values, level, lower, upper) in cases {
      let found = try ends(values, level: level)
      #expect(abs(found.0 - lower) < 1e-11 && abs(found.1 - upper) < 1e-11, "\(found)")
    }
  }

  @Test func `is Student's where nothing is skewed`() throws {
    let values = [1.0, 2, 3, 4, 5, 6, 7]
    let student = try #require(Sample(values).meanInterval().value)
    let (lower, upper) = try ends(values)
    #expect(abs(lower - student.lower) < 1e-12 && abs(upper - student.upper) < 1e-12)
  }

  @Test func `is mirrored with its values`() throws {
    let values = [1.0, 2, 3, 5, 9, 20]
    let (lower, upper) = try ends(values)
    let mirrored = try ends(values.map { -$0 })
    #expect(mirrored.0 == -upper && mirrored.1 == -lower)
  }

  @Test func `is none of few values, nor of equal ones`() {
    #expect(
      Sample([1, 2, 3, 4]).skewnessCorrectedInterval()
        == .undefined(.tooFewValues(needed: 5, given: 4)))
    #expect(
      Sample([2, 2, 2, 2, 2]).skewnessCorrectedInterval() == .undefined(.noSpread))
  }

  /// Numbers without a pattern, the same in every run.
  private struct Draws {
    var generator = SplitMix64(seed: 77)

    mutating func uniform() -> Double {
      (Double(generator.next() >> 11) + 0.5) / Double(1 << 53)
    }
    mutating func exponential() -> Double { -log(uniform()) }
    mutating func normal() -> Double { NormalDistribution.quantile(uniform()) }
  }

  @Test(arguments: [10, 20, 30])
  func `covers what it says, of normal and of exponential values`(count: Int) throws {
    var draws = Draws()
    var covered = (normal: 0, exponential: 0)
    for _ in 0..<2_000 {
      let normal = Sample((0..<count).map { _ in draws.normal() })
      let exponential = Sample((0..<count).map { _ in draws.exponential() })
      if normal.skewnessCorrectedInterval().value?.contains(0) == true { covered.normal += 1 }
      if exponential.skewnessCorrectedInterval().value?.contains(1) == true {
        covered.exponential += 1
      }
    }
    // 93 % of 2,000; at 94.5 % a share strays by half a point.
    #expect(covered.normal >= 1_860, "\(covered)")
    #expect(covered.exponential >= 1_860, "\(covered)")
  }
}
