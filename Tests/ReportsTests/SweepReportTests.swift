import Foundation
import Testing

@testable import Reports

@Suite struct SweepReportTests {
  private func report(
    isRandom: Bool = true, scope: SweepScope = SweepScope()
  ) throws -> String {
    let seconds: [Int64] = [10, 12, 11, 14, 13, 15, 12, 10]
    let none: [Int64?] = seconds.enumerated().map { $0 < 6 ? nil : $1 * 1_000_000_000 }
    let quick: [Int64?] = seconds.map { $0 * 1_000_000_000 }
    let kills: [Int64?] = [1, 1, 1, 1, 1, 1, 0, 0]
    let count = isRandom ? 8 : 1
    let results = try SmallSweep.results(
      [
        ("task.batch.completion", [none, quick, quick].map { Array($0.prefix(count)) }),
        (
          "oom.kills",
          [kills, [Int64?](repeating: 0, count: 8), [Int64?](repeating: 0, count: 8)]
            .map { Array($0.prefix(count)) }
        ),
      ], choices: ["none", "drain", "wait"], objectives: ["task.batch.completion"],
      until: 100_000_000_000, isRandom: isRandom, requirement: SmallSweep.noKills)
    return SweepReport(results, scope: scope).text(width: 100)
  }

  private func part(_ text: String, from start: String, to end: String) throws -> String {
    let lower = try #require(text.range(of: start)).lowerBound
    let upper = try #require(text.range(of: end, range: lower..<text.endIndex)).lowerBound
    return String(text[lower..<upper])
  }

  @Test func `tells who gets there before how long it takes, and keeps the killed`() throws {
    let text = try report()
    #expect(
      try part(text, from: "Pairs of runs", to: "What is measured") == """
        Pairs of runs in which task.batch.completion has a value (McNemar, by itself)
        choice  both  only baseline  only choice  neither      p
        ------  ----  -------------  -----------  -------  -----
        drain      2              0            6        0  0.031
        wait       2              0            6        0  0.031

        task.batch.completion against the baseline (lower is better)
        choice                difference  relative  effect      p  verdict
        ------  ------------------------  --------  ------  -----  ------------------
        drain   -65.6 [-87.5, -32.4] s *     -84 %   -1.00  0.125  undecided, ~3 more
        wait    -65.6 [-87.5, -32.4] s *     -84 %   -1.00  0.125  undecided, ~3 more

        oom.kills against the baseline (lower is better)
        choice             difference  discordant      p  verdict
        ------  ---------------------  ----------  -----  ------------------
        drain   -75 [-93, -18] points         6:0  0.125  undecided, ~4 more
        wait    -75 [-93, -18] points         6:0  0.125  undecided, ~4 more


        """)
  }

  @Test func `says that a trial without draws is deterministic, and tests nothing`() throws {
    let text = try report(isRandom: false)
    #expect(text.contains("=: nothing in the trial is drawn: it is deterministic"))
    #expect(text.contains("drain    -90.0 s *     -90 %          exact  better"))
    #expect(!text.contains("Wilcoxon"))
    #expect(!text.contains("corrected by"))
  }

  @Test func `says what it assumes, how many it tried, and what it leaves out`() throws {
    let text = try report().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("corrected by Holm over each family of tests (all 4)"))
    #expect(text.contains("configurations tried: 3; the best of them was chosen by the same runs"))
    #expect(text.contains("every verdict is at the assumed costs above"))
    #expect(text.contains("The model has one zone and single pages"))
  }

  @Test func `says when points have unlike numbers of runs, and pairs what both have`() throws {
    let results = try SmallSweep.results(
      [("task.batch.completion", [[1, 2, 3, 4, 5, 6], [2, 3, 4, 5]])], choices: ["none", "drain"],
      objectives: ["task.batch.completion"])
    let text = SweepReport(results).text(width: 100)
    #expect(text.contains("points have 4 to 6 repetitions; pairs are those that both sides have"))
    let table = try #require(SweepReport(results).tables.first { $0.name == "comparisons" })
    let place = try #require(table.columns.firstIndex(of: "pairs"))
    #expect(table.rows.map { $0[place] } == [.integer(4)])
  }

  @Test func `marks what is partial`() throws {
    var scope = SweepScope()
    scope.isPartial = true
    let text = try report(scope: scope)
    #expect(text.contains("Findings so far (partial)"))
    #expect(text.contains("8 repetitions are complete at all points"))
  }
}
