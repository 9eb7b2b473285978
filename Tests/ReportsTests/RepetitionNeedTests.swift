// SPDX-License-Identifier: Apache-2.0

import Statistics
import Testing

@testable import Reports

@Suite struct RepetitionNeedTests {
  @Test func `names as many pairs without a kill as the verdict takes, and no fewer`() throws {
    var settings = ComparisonSettings()
    settings.level = .ninetyPercent
    settings.correction = .none
    func judged(_ count: Int) throws -> JudgedComparison {
      let runs = [Int64?](repeating: 0, count: count)
      let results = try SmallSweep.results(
        [("oom.kills", [runs, runs])], choices: ["none", "drain"], objectives: ["oom.kills"],
        settings: settings)
      return try #require(SweepAnalysis(results).book.judged.first)
    }
    // Tango's interval without a discordant pair ends at z^2 / (n + z^2), here with z of 5 %.
    #expect(try judged(200).need == .about(68))
    #expect(try judged(267).need == .about(1))
    #expect(try judged(267).verdict == .undecided)
    #expect(try judged(268).verdict == .equivalent)
  }

  @Test func `plans for the interval of the family too`() {
    let pairs = PairedProportion(onlyBaseline: 0, onlyCandidate: 0, of: 200)
    let level = ConfidenceLevel.ninetyFivePercent.simultaneous(over: 6)
    #expect(RepetitionNeed.ofShare(pairs, margin: 0.01, level: level) == .about(490))
  }

  @Test func `names as many pairs of means as put the interval within the margin`() throws {
    var numbers = Numbers(11)
    // The sample is what is taken for the truth: no difference, and its own deviation.
    let half = (0..<10).map { _ in numbers.normal() }
    let sample = Sample(half + half.map { -$0 })
    let deviation = try #require(sample.standardDeviation.value)
    let margin = 0.5 * deviation
    let need = RepetitionNeed.ofMean(
      sample, margin: margin, level: .ninetyFivePercent, isRanked: false)
    guard case .about(let more) = need else {
      Issue.record("expected a number, found \(need)")
      return
    }
    let decided = (0..<400).count { _ in
      let drawn = Sample((0..<(20 + more)).map { _ in deviation * numbers.normal() })
      let interval = drawn.meanInterval(level: .ninetyFivePercent).value
      return interval.map { $0.lower >= -margin && $0.upper <= margin } ?? false
    }
    // Four fifths are planned for; 400 draws stray by 2 points.
    #expect((300...345).contains(decided), "\(decided) of 400 with \(more) more")
  }
}
