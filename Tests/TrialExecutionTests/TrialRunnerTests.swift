// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import HostModel
import Policies
import PolicyKit
import Testing

@testable import TrialExecution

@Suite struct TrialRunnerTests {
  private let runner = TrialRunner(catalogue: PolicyCatalogue(allPolicies))

  private func trial(_ teardown: GuestDescription.Teardown, cpus: Int64) -> TrialConfiguration {
    TrialConfiguration(
      host: HostDescription(memory: .gibibytes(8), cpus: .count(cpus)),
      guests: [
        GuestDescription(
          name: "db", memory: .gibibytes(4), teardown: teardown,
          departure: .shutdown(at: .fixed(1_000_000_000))),
        GuestDescription(name: "web", memory: .gibibytes(1), vcpus: 1),
      ], until: .seconds(200), slowdownWindow: .seconds(100))
  }

  private func slowdown(
    _ teardown: GuestDescription.Teardown, cpus: Int64
  ) throws -> MetricValue? {
    try runner.run(trial(teardown, cpus: cpus)).value(of: "guest.web.slowdown")
  }

  @Test func `sees no slowdown where everybody has a CPU`() throws {
    #expect(try slowdown(.synchronousDestroy, cpus: 2) == .defined(0))
  }

  @Test func `sees half of one CPU go while the other half cleans`() throws {
    // 1,048,576 pages at 4.5 us are 4.72 s of work; sharing one CPU costs web as much time, and the
    // window of useful time is 100 s: 4.72 %, and 2 x 3 us of switching in every 6 ms on top.
    let loss = try #require(try slowdown(.synchronousDestroy, cpus: 1)?.integer)
    #expect((47_000...47_500).contains(loss))
  }

  @Test func `has no slowdown for a guest that goes`() throws {
    let trial = try runner.run(trial(.lazyShutdown, cpus: 2))
    guard case .undefined? = trial.value(of: "guest.db.slowdown") else {
      Issue.record("a slowdown of a guest that goes")
      return
    }
  }

  @Test func `takes a slowdown as the share of useful time that is lost`() {
    #expect(TrialRunner.slowdown(75, against: 100) == .defined(250_000))
    #expect(TrialRunner.slowdown(101, against: 100) == .defined(-10_000))
    guard case .undefined = TrialRunner.slowdown(0, against: 0) else {
      Issue.record("a share of nothing")
      return
    }
  }

  @Test func `runs a reference only when it is asked for, somebody stays and somebody goes`() {
    var alone = trial(.lazyShutdown, cpus: 1)
    #expect(TrialRunner.needsReference(alone))
    alone.guests[1].vcpus = 0
    #expect(!TrialRunner.needsReference(alone))
    var unasked = trial(.lazyShutdown, cpus: 1)
    unasked.slowdownWindow = nil
    #expect(!TrialRunner.needsReference(unasked))
  }

  @Test func `is not cut off before the window of useful time has ended`() {
    var asked = trial(.lazyShutdown, cpus: 2)
    asked.until = nil
    // 2 GiB at 13.5 us and the order at 1 s are 8.1 s of work, four times that is less than 60 s.
    asked.guests[0].memory = .gibibytes(2)
    asked.slowdownWindow = .seconds(20)
    #expect(asked.limit == .seconds(60))
    asked.slowdownWindow = .seconds(300)
    #expect(asked.limit == .seconds(302))
    // The window begins at the latest with the latest order that can be drawn.
    asked.guests[0].departure = .shutdown(at: .uniform(0...5_000_000_000))
    #expect(asked.limit == .seconds(306))
    asked.until = .seconds(10)
    #expect(asked.limit == .seconds(10))
  }

  @Test func `gives the same with and without a timeline`() throws {
    let prepared = try runner.prepare(trial(.lazyShutdown, cpus: 1))
    let shown = prepared.run(seed: 1)
    let kept = prepared.run(seed: 1, keepsTimeline: false)
    #expect(shown.result.timeline.count > 100)
    #expect(kept.result.timeline.isEmpty)
    #expect(shown.result.digest == kept.result.digest)
    #expect(shown.readings == kept.readings)
  }
}
