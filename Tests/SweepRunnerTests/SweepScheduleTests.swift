// SPDX-License-Identifier: Apache-2.0

import SweepRunner
import Testing

@Suite struct SweepScheduleTests {
  @Test func `sees every point once before any twice`() throws {
    let trials = try SmallExperiment().schedule(repetitions: 3).trials
    #expect(trials.map(\.repetition) == trials.map(\.repetition).sorted())
    #expect(trials.prefix(6).map(\.point) == [0, 1, 2, 3, 4, 5])
    #expect(trials.count == 18)
  }

  @Test func `gives all points the same seeds`() throws {
    let trials = try SmallExperiment().schedule().trials
    for repetition in 0..<8 {
      let seeds = Set(trials.filter { $0.repetition == repetition }.map(\.seed))
      #expect(seeds.count == 1)
    }
    #expect(Set(trials.map(\.seed)).count == 8)
    #expect(trials.first?.seed == 7)
  }

  @Test func `runs a trial without draws once`() throws {
    let fixed = SmallExperiment.text.replacing("{ uniform: [0 s, 100 ms] }", with: "50 ms")
    // Where the ticks of the clock lie is a draw too.
    let schedule = try SmallExperiment(fixed + "\nmechanism: { tick-phase: zero }\n").schedule()
    #expect(schedule.trialCount == 6)
    #expect(schedule.points.allSatisfy { !$0.isRandom })
  }

  @Test func `runs once what two members of a union share`() throws {
    let union = SmallExperiment.text.replacing(
      """
        grid:
          policies.oom-notifier: [none, { use: wait-for-quota, pages: [64, 256] }]
          tasks.batch.allocates: [128 MiB, 640 MiB]
      """,
      with: """
          union:
            - grid: { policies.oom-notifier: [none, drain] }
            - grid: { tasks.batch.allocates: [128 MiB, 640 MiB], policies.oom-notifier: [none] }
        """)
    let schedule = try SmallExperiment(union).schedule(repetitions: 2)
    // Four points; without values of their own two of them are the file's trial with `none`.
    #expect(schedule.points.count == 4)
    #expect(schedule.trials.count == 8)
    #expect(schedule.trialCount == 6)
  }
}
