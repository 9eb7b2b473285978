// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SweepRunner

@Suite struct SweepProbeTests {
  @Test func `the first trial of each worker is part of the start, unless there are no others`() {
    let many = SweepProbe([0.9, 0.8, 0.1, 0.3], first: 1.2, workers: 2)
    #expect(many.trial == 0.2)
    #expect(many.start == 1.0)
    let few = SweepProbe([0.5, 0.3, 0.1], first: 0.2, workers: 2)
    #expect(few.trial.map { abs($0 - 0.3) < 1e-9 } == true)
    #expect(few.start == 0)
    let none = SweepProbe([], first: 0.25, workers: 1)
    #expect(none.trial == nil && none.start == 0.25)
  }

  @Test func `a sample is spread over points and repetitions, and so is its beginning`() throws {
    let schedule = try SmallExperiment().schedule()
    let points = Set(schedule.jobs.map(\.point))
    let sample = SweepProbe.sample(of: schedule.jobs, 2 * points.count)
    #expect(Set(sample.map(\.key)).count == 2 * points.count)
    #expect(Set(sample.map(\.point)) == points)
    #expect(Set(sample.map(\.repetition)).count > 2)
    #expect(Set(sample.prefix(4).map(\.point)).count >= 3)
    #expect(SweepProbe.sample(of: schedule.jobs, 1_000).count == schedule.jobs.count)
    #expect(SweepProbe.sample(of: schedule.jobs, 1).count == 1)
  }
}
