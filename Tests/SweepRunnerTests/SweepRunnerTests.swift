import ResultStore
import SweepRunner
import Synchronization
import Testing

@Suite struct SweepRunnerTests {
  @Test func `gives the same with one worker and with several`() async throws {
    let small = try SmallExperiment()
    let one = try small.store("one.sqlite")
    let several = try small.store("several.sqlite")
    let summary = try await small.run(into: one, workers: 1)
    #expect(summary.ran == 48)
    #expect(summary.failed == 0)
    #expect(!summary.wasInterrupted)
    _ = try await small.run(into: several, workers: 3)
    let rows = try small.rows(of: one)
    #expect(rows.count == 48)
    #expect(Set(rows).count == 48)
    #expect(rows == (try small.rows(of: several)))
  }

  @Test func `runs no trial that is there`() async throws {
    let small = try SmallExperiment()
    let store = try small.store("twice.sqlite")
    _ = try await small.run(into: store, workers: 2)
    let again = try await small.run(into: store, workers: 2)
    #expect(again.ran == 0)
    #expect(again.reused == 48)
  }

  @Test func `keeps what was finished when it is interrupted, and goes on from there`() async throws
  {
    let small = try SmallExperiment()
    let broken = try small.store("broken.sqlite")
    let asked = Atomic<Int>(0)
    let first = try await small.run(
      into: broken, workers: 2,
      isInterrupted: { asked.add(1, ordering: .relaxed).newValue > 10 })
    #expect(first.wasInterrupted)
    #expect(first.ran == 10)
    let second = try await small.run(into: broken, workers: 2)
    #expect(second.reused == 10)
    #expect(second.ran == 38)
    let whole = try small.store("whole.sqlite")
    _ = try await small.run(into: whole, workers: 2)
    #expect(try small.rows(of: broken) == small.rows(of: whole))
  }

  @Test func `tells how far it has come`() async throws {
    let small = try SmallExperiment()
    var seen: [Int] = []
    _ = try await small.run(
      into: try small.store("progress.sqlite"), workers: 2, report: { seen.append($0.done) })
    #expect(seen == Array(0...48))
  }
}
