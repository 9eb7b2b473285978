// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import ResultStore
import Statistics
import SweepRunner
import Testing

@Suite struct RepetitionGrowthTests {
  private static let goal = PrecisionGoal(
    metric: "task.batch.completion", rule: .relative(0.05), text: "ci(…) < 5 %")

  @Test func `looks seldom, from the minimum to the maximum`() {
    #expect(
      RepetitionGrowth(goal: Self.goal).looks == [20, 30, 45, 68, 102, 153, 230, 345, 400])
    #expect(RepetitionGrowth(goal: Self.goal, minimum: 5, maximum: 5).looks == [5])
  }

  @Test func `adds repetitions where they are needed, and all there are agree with a plain sweep`()
    throws
  {
    let small = try SmallExperiment()
    let store = try small.store("grown.sqlite")
    var growth: RepetitionGrowth? = RepetitionGrowth(
      goal: Self.goal, minimum: 5, maximum: 16)
    let schedule = try small.schedule(repetitions: 5)
    let summary = try small.runner(workers: 2, schedule).run(into: store, growing: &growth)
    let grown = try #require(growth)
    let stops = grown.stops
    #expect(stops.map(\.point) == [0, 1, 2, 3, 4, 5])
    for stop in stops {
      let trials = try store.trials(ofPoint: stop.point)
      #expect(trials.map(\.record.place.repetition) == Array(0..<stop.repetitions))
      let values = trials.compactMap { trial in
        trial.record.metrics.first { $0.name == Self.goal.metric }?.value.integer
      }
      let interval = Sample(values.map { Double($0) })
        .skewnessCorrectedInterval(level: grown.level)
        .value
      if stop.isMet {
        let found = try #require(interval)
        #expect(found.halfWidth < 0.05 * found.estimate)
      } else {
        #expect(stop.repetitions == (stop.hasValues ? 16 : 5))
      }
    }
    #expect(summary.ran == stops.reduce(0) { $0 + $1.repetitions })
    let longer = try small.run(
      into: store, workers: 2, schedule: try small.schedule(repetitions: 16))
    #expect(longer.reused == summary.ran)
    #expect(longer.ran == 96 - summary.ran)
  }

  @Test func `a point none of whose runs has a value gets no more of them`() throws {
    let small = try SmallExperiment()
    let store = try small.store("killed.sqlite")
    // Nobody is killed, so that nothing recovers from a kill.
    let goal = PrecisionGoal(metric: "oom.recovery", rule: .relative(0.05), text: "ci(…) < 5 %")
    var growth: RepetitionGrowth? = RepetitionGrowth(goal: goal, minimum: 5, maximum: 16)
    let schedule = try small.schedule(repetitions: 5)
    _ = try small.runner(workers: 2, schedule).run(into: store, growing: &growth)
    let stops = try #require(growth).stops
    let without = stops.filter { !$0.hasValues }
    #expect(!without.isEmpty)
    #expect(without.allSatisfy { $0.repetitions == 5 && $0.look == 1 && !$0.isMet })
  }
}
