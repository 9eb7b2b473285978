// SPDX-License-Identifier: Apache-2.0

import Statistics
import Testing

@testable import Reports

@Suite struct OuterAnalysisTests {
  private func cases(_ count: Int, replicates: Int) -> [OuterCase] {
    var numbers = Numbers(7)
    return (0..<replicates).flatMap { replicate in
      (0..<count).map { number in
        let pass = numbers.next()
        let lists = numbers.next()
        let isKernel = lists >= 0.5
        return OuterCase(
          sample: OuterSample(
            replicate: replicate, number: number, coordinates: [pass, lists]),
          verdict: isKernel && pass > 0.4 ? .worse : .equivalent,
          difference: 10 * pass + 0.1 * lists, seedVariance: 0,
          labels: ["\(Int(pass * 100)) us", isKernel ? "kernel" : "0"])
      }
    }
  }

  @Test func `finds where a verdict flips, in words`() throws {
    let surface = try #require(FlipSurface(cases(200, replicates: 1), axes: ["pass", "high"]))
    #expect(surface.regions.map(\.verdict) == [.equivalent, .equivalent, .worse])
    #expect(surface.regions.allSatisfy { $0.purity > 0.97 })
    #expect(surface.text.contains("worse where high is kernel and pass > "))
  }

  @Test func `says nothing of a flip where one verdict holds everywhere`() {
    let same = cases(50, replicates: 1).map { item in
      OuterCase(
        sample: item.sample, verdict: .better, difference: 1, seedVariance: 0, labels: item.labels)
    }
    #expect(FlipSurface(same, axes: ["pass", "high"]) == nil)
  }

  @Test func `takes intervals of shares from scrambled replicates alone`() throws {
    let cases = cases(64, replicates: 8)
    let shares = VerdictShare.all(cases, hasReplicates: true, level: .ninetyFivePercent)
    let worse = try #require(shares.first { $0.verdict == .worse })
    let interval = try #require(worse.interval)
    // Half of the box has the lists, and 60 % of it the passes.
    #expect(interval.lower < 0.3 && interval.upper > 0.3)
    #expect(shares.reduce(0) { $0 + $1.share } == 1)
    let points = VerdictShare.all(cases, hasReplicates: false, level: .ninetyFivePercent)
    #expect(points.allSatisfy { $0.interval == nil })
  }

  @Test func `names the assumption that moves the difference`() throws {
    let indices = SensitivityIndex.all(
      cases(200, replicates: 4), axes: ["pass", "high"], hasReplicates: true,
      level: .ninetyFivePercent)
    #expect(try #require(indices[0].firstOrder) > 0.9)
    #expect(try #require(indices[1].firstOrder) < 0.1)
    #expect(indices[0].interval != nil)
    #expect(indices[0].total == nil)
  }
}
