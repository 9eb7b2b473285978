// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostConfiguration
import ResultStore
import Testing

@testable import Reports

@Suite struct SweepReportTests {
  private func report(
    isRandom: Bool = true
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
    return SweepReport(results).text(width: 100)
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
        choice               difference  relative         effect      p  verdict
        ------  -----------------------  --------  -------------  -----  ------------------
        drain   -65.6 [-98.1, 95.7] s *     -84 %  6 of 8 differ  0.125  undecided, ~3 more
        wait    -65.6 [-98.1, 95.7] s *     -84 %  6 of 8 differ  0.125  undecided, ~3 more

        oom.kills against the baseline (lower is better)
        choice              difference  discordant      p  verdict
        ------  ----------------------  ----------  -----  ------------------
        drain   -75 [-95, +1.7] points         6:0  0.125  undecided, ~4 more
        wait    -75 [-95, +1.7] points         6:0  0.125  undecided, ~4 more


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
    let table = try #require(SweepReport(results).tables.first { $0.name == .comparisons })
    let place = try #require(table.columns.firstIndex(of: "pairs"))
    #expect(table.rows.map { $0[place] } == [.integer(4)])
  }

  @Test func `a partial answer drops the repetitions that not every point has`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try ResultStore.open(
      path: folder.appending(path: "small.sqlite").path, experiment: "small",
      provenance: RunProvenance(
        engineVersion: "1", commandLine: "", host: "", started: "", experimentText: ""))
    _ = try store.plan(
      points: [0, 1].map { PointRecord(index: $0, label: "\($0)", assignments: "{}") }, trials: [])
    // Four repetitions of the first point, and of the second those that end: not the first ones.
    let places = [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 3)]
    func keep(_ places: [(Int, Int)]) throws {
      _ = try store.append(
        places.map { point, repetition in
          TrialRecord(
            place: PlannedTrial(
              point: point, repetition: repetition, key: "\(point) \(repetition)"),
            seed: 1, outcome: .ended(.done), digest: "0f", simulatedEndNanoseconds: 1,
            wallNanoseconds: 1, policyIdentity: "none@0",
            metrics: [
              MetricRecord(
                name: "task.batch.completion",
                value: .defined(Int64(1 + point + 10 * repetition) * 1_000_000_000)),
              MetricRecord(name: "oom.kills", value: .defined(0)),
            ])
        })
    }
    try keep(places)
    let description = try SmallSweep.results(
      [("task.batch.completion", [[1], [2]])], choices: ["none", "drain"],
      objectives: ["task.batch.completion"]
    ).description
    let whole = try SweepResults(store, of: description, isPartial: false)
    let part = try SweepResults(store, of: description)
    #expect(part.isPartial && !whole.isPartial)
    // Where a rule adds repetitions some points have more; but none has a hole.
    var grown = description
    grown.settings.stopping = .init(text: "ci(x) < 5 %", looks: 2)
    #expect(try SweepResults(store, of: grown).isPartial)
    func repetitions(_ results: SweepResults, _ place: Int) -> [Int] {
      results.series("task.batch.completion", place)?.observations.map(\.repetition) ?? []
    }
    #expect(repetitions(whole, 0) == [0, 1, 2, 3] && whole.repetitionsDropped == 0)
    #expect(repetitions(part, 0) == [0, 3] && repetitions(part, 1) == [0, 3])
    #expect(part.repetitionsDropped == 2)
    let report = try SweepReport(store, of: description)
    let text = report.text(width: 100).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      text.contains("2 repetitions are complete at all points and are compared here; 2 trials of"))
    #expect(text.contains("Findings so far (partial)"))
    #expect(text.contains("16.0"))
    let table = try #require(report.tables.first { $0.name == .measurements })
    let runs = try #require(table.columns.firstIndex(of: "runs"))
    #expect(table.rows.map { $0[runs] } == [.integer(4), .integer(2)])
    try keep([(1, 1), (1, 2)])
    #expect(try !SweepResults(store, of: description).isPartial)
    try keep([(0, 4)])
    #expect(try SweepResults(store, of: description).isPartial)
    #expect(try !SweepResults(store, of: grown).isPartial)
  }

  @Test func `does not call best what the declared family leaves undecided`() throws {
    // Six pairs of one sign: 3 % alone, 6 % in the declared family of two metrics.
    let base = (0..<6).map { Int64?(Int64(100 + $0) * 1_000_000_000) }
    let less = (0..<6).map { Int64?(Int64(50 + 2 * $0) * 1_000_000_000) }
    func findings(_ objectives: [String]) throws -> String {
      let results = try SmallSweep.results(
        [("task.batch.completion", [base, less]), ("stall.total", [base, base])],
        choices: ["none", "drain"], objectives: objectives)
      return SweepAnalysis(results).findings().joined(separator: " ")
    }
    #expect(try findings(["task.batch.completion"]).contains("drain is best"))
    let both = try findings(["task.batch.completion", "stall.total"])
    #expect(both.contains("the runs do not tell the choices apart"), "\(both)")
  }

  @Test func `prints the question, and not what was found another time`() throws {
    let results = try SmallSweep.results(
      [("task.batch.completion", [[1], [2]])], choices: ["none", "drain"],
      objectives: ["task.batch.completion"])
    var description = results.description
    description.question = "Which is best?\nFound last year: drain."
    let text = SweepReport(SweepResults(description, series: [:])).text(width: 80)
    #expect(text.hasPrefix("Which is best?\n\n") && !text.contains("last year"))
  }

  @Test(arguments: [
    // A literal block, wrapped by hand; a folded one, of which blank lines are breaks; one line.
    (
      "Which notifier is best,\nand at what cost?\n\nFound: drain.",
      "Which notifier is best, and at what cost?"
    ),
    ("Which notifier is best,\nand at what cost?\n", "Which notifier is best, and at what cost?"),
    ("Which is best? And why?\nFound: drain.\nExpected: none.\n", "Which is best? And why?"),
    ("Which is best?\n  \nFound: drain.", "Which is best?"),
    ("\n\nWhich is best\n", "Which is best"),
    (" \n", ""),
  ])
  func `prints the whole question, up to the first blank line`(text: String, question: String)
    throws
  {
    let results = try SmallSweep.results(
      [("task.batch.completion", [[1], [2]])], choices: ["none", "drain"],
      objectives: ["task.batch.completion"])
    var description = results.description
    description.question = text
    let report = SweepReport(SweepResults(description, series: [:])).text(width: 80)
    #expect(
      report.hasPrefix(question.isEmpty ? "choice" : question + "\n\nchoice"),
      "\(report.prefix(90))")
  }
}
