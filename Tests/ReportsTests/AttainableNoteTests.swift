import Statistics
import Testing

@testable import Reports

@Suite struct AttainableNoteTests {
  @Test func `says when so few runs could show nothing`() throws {
    func note(_ count: Int, _ settings: ComparisonSettings = ComparisonSettings()) throws -> String?
    {
      let base = (0..<count).map { Int64?(Int64(20_000_000_000 + $0 * 1_000_000_000)) }
      let results = try SmallSweep.results(
        [("task.batch.completion", [base, base.map { $0.map { $0 * 3 } }])],
        choices: ["none", "drain"], objectives: ["task.batch.completion"], settings: settings)
      let analysis = SweepAnalysis(results)
      let isDecided = analysis.book.judged.allSatisfy { $0.verdict == .worse }
      let sentence = AttainableNote.sentence(analysis.book.judged, settings)
      #expect(isDecided == (sentence == nil), "\(count)")
      #expect(sentence == nil || analysis.findings().contains(sentence ?? ""))
      return sentence
    }
    // 2 / 2^5 = 6 % and 2 / 2^6 = 3 %.
    #expect(
      try note(5)
        == "Too few runs: no difference, however large, can be shown at 5 % by 5 pairs in a family of "
        + "1 tests; it takes 6 repetitions at least.")
    #expect(try note(6) == nil)
    var looked = ComparisonSettings()
    looked.stopping = .init(text: "a rule", looks: 4)
    #expect(try note(7, looked)?.contains("it takes 8 repetitions") == true)
    #expect(try note(8, looked) == nil)
  }
}
