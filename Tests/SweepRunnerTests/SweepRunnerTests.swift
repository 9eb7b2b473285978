// SPDX-License-Identifier: Apache-2.0

import Policies
import PolicyKit
import ResultStore
import SweepRunner
import Testing

@Suite struct SweepRunnerTests {
  @Test func `gives the same with one worker, two and five`() throws {
    let small = try SmallExperiment()
    let one = try small.store("one.sqlite")
    let summary = try small.run(into: one, workers: 1)
    #expect(summary.ran == 48)
    #expect(summary.failed == 0)
    #expect(!summary.wasInterrupted)
    let rows = try small.rows(of: one)
    #expect(rows.count == 48)
    #expect(Set(rows).count == 48)
    for workers in [2, 5] {
      let several = try small.store("\(workers).sqlite")
      _ = try small.run(into: several, workers: workers)
      #expect(rows == (try small.rows(of: several)))
    }
  }

  @Test func `runs no trial that is there`() throws {
    let small = try SmallExperiment()
    let store = try small.store("twice.sqlite")
    _ = try small.run(into: store, workers: 2)
    let again = try small.run(into: store, workers: 2)
    #expect(again.ran == 0)
    #expect(again.reused == 48)
  }

  @Test func `keeps what was finished when it is interrupted, and goes on from there`() throws {
    let small = try SmallExperiment()
    let broken = try small.store("broken.sqlite")
    var progress: SweepProgress?
    let first = try small.run(
      into: broken, workers: 2, isInterrupted: { progress?.done ?? 0 > 10 },
      report: { progress = $0 })
    #expect(first.wasInterrupted)
    #expect((11..<48).contains(first.ran))
    let second = try small.run(into: broken, workers: 2)
    #expect(second.reused == first.ran)
    #expect(second.ran == 48 - first.ran)
    let whole = try small.store("whole.sqlite")
    _ = try small.run(into: whole, workers: 2)
    #expect(try small.rows(of: broken) == small.rows(of: whole))
  }

  @Test func `tells how far it has come, and what the first metric comes to`() throws {
    let small = try SmallExperiment(
      SmallExperiment.text + "measure: [task.batch.completion]\n")
    var seen: [SweepProgress] = []
    _ = try small.run(
      into: try small.store("progress.sqlite"), workers: 2, report: { seen.append($0) })
    #expect(seen.first?.done == 0)
    #expect(seen.last?.done == 48)
    #expect(seen.map(\.done) == seen.map(\.done).sorted())
    #expect(seen.first?.leader == nil)
    #expect(seen.last?.leader?.metric == "task.batch.completion")
    // The small job is done sooner than the large one.
    #expect(seen.last?.leader?.label.contains("128 MiB") == true)
  }

  @Test func `an edit of the file while a sweep runs does not matter`() throws {
    let small = try SmallExperiment()
    let whole = try small.store("whole.sqlite")
    _ = try small.run(into: whole, workers: 2)
    let edited = try small.store("edited.sqlite")
    try small.edit { $0.replacing("rate: 4 GiB/s", with: "rate: 3 GiB/s") }
    _ = try small.run(into: edited, workers: 2)
    #expect(try small.rows(of: edited) == small.rows(of: whole))
  }

  @Test func `workers with other policies than the plan's run nothing`() throws {
    struct OtherUnpacedPolicy: ReclaimThrottlePolicy {
      static let name = "unpaced"
      static let summary = "an older one"
      init(_ setup: inout PolicySetup) {}
      mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
        .unpaced(.prediction.indifferent(to: .any))
      }
    }
    let small = try SmallExperiment()
    let others =
      allPolicies.filter { $0.name != "unpaced" }
      + [PolicyRegistration(OtherUnpacedPolicy.self, identity: "other")]
    let schedule = try SweepSchedule(small.experiment, catalogue: PolicyCatalogue(others))
    let store = try small.store("other.sqlite")
    let failure = #expect(throws: SweepFailure.self) {
      _ = try small.run(into: store, workers: 2, schedule: schedule)
    }
    #expect(failure?.description.contains("is not the trial that was planned") == true)
    #expect(try small.rows(of: store).isEmpty)
  }

  @Test func `parts have every trial exactly once, and none has all of a point`() throws {
    let small = try SmallExperiment()
    let whole = try small.schedule(repetitions: 12)
    for count in [1, 2, 3, 5, 7, 12, 100] {
      var keys: [String] = []
      var sizes: [Int] = []
      for number in 1...count {
        let part = try SweepSchedule(
          small.experiment, catalogue: SmallExperiment.catalogue, repetitions: 12,
          shard: SweepShard(number, of: count))
        keys += part.keys
        sizes.append(part.trialCount)
        if count > 1, count <= 6 {
          #expect(Set(part.trials.map(\.point)).count == 6, "part \(number) of \(count)")
        }
      }
      #expect(keys.sorted() == whole.keys.sorted())
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "\(sizes)")
    }
  }

  @Test func `a part has the same trials when there are more repetitions`() throws {
    let small = try SmallExperiment()
    func keys(_ repetitions: Int) throws -> [String] {
      try SweepSchedule(
        small.experiment, catalogue: SmallExperiment.catalogue, repetitions: repetitions,
        shard: SweepShard(2, of: 4)
      ).keys
    }
    let short = try keys(3)
    #expect(Array(try keys(9).prefix(short.count)) == short)
  }

  @Test(arguments: ["", "1", "0/4", "5/4", "1/0", "a/b", "1/2/3", "-1/2"])
  func `refuses what is no part`(text: String) {
    #expect(SweepShard(text) == nil)
  }
}
