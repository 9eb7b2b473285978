// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import NaiveInterpreter
internal import PolicyKit
internal import Testing

/// No product overflows for any description that passes the checks, however large its numbers are.
struct LargeProductTests {
  private static let hour = HostLimits.cost

  /// A round of two members takes two hours, a slot that is at work 1 ms.
  @Test func `an hour of work in slots of a millisecond`() throws {
    let trial = TrialConfiguration(
      host: HostDescription(
        memory: .gibibytes(1), cpus: .count(1), timeSlice: .milliseconds(1)),
      costs: CostDescription(fault: Self.hour, contextSwitch: Self.hour),
      guests: [GuestDescription(name: "w", memory: .mebibytes(64), vcpus: 2)],
      tasks: [
        TaskDescription(
          name: "t",
          demand: .steady(
            total: 1, jitter: .percent(0), rate: MemoryRate(bytesPerSecond: 1 << 30), request: 512))
      ], until: .seconds(1))
    #expect(try HostSimulation.run(trial, catalogue: .shipped).outcome == .censored)
  }

  @Test func `every cost an hour, every slot a microsecond, on random hosts`() throws {
    for seed in UInt64(1)...150 {
      var trial = RandomHost.v1(seed: seed)
      trial.host.timeSlice = .microseconds(1)
      trial.costs = CostDescription(
        append: Self.hour, node: Self.hour, failedNode: Self.hour, fault: Self.hour,
        unmap: Self.hour, scan: Self.hour, reclaim: Self.hour, fruitlessPass: Self.hour,
        wake: Self.hour, contextSwitch: Self.hour)
      trial.ultravisor = UltravisorDescription(
        destroy: Self.hour, export: Self.hour, import: Self.hour, servers: 1)
      _ = try run(trial)
    }
  }

  /// 16 GiB at an hour a page are more nanoseconds than 64 bits hold.
  @Test func `a notifier that frees at once what would take for ever`() throws {
    let batch = PolicyChoice.Argument(name: "pages", value: Pages.gibibytes(64).count)
    let second = SimulatedDuration.seconds(1)
    let nanosecond = SimulatedDuration(nanoseconds: 1)
    let trial = TrialConfiguration(
      host: HostDescription(memory: .gibibytes(17), cpus: .unlimited),
      ultravisor: UltravisorDescription(destroy: Self.hour, export: nanosecond),
      costs: CostDescription(append: nanosecond, node: nanosecond, fault: nanosecond),
      rules: MechanismRules(notifierWork: .instant),
      guests: [
        GuestDescription(
          name: "g", memory: .gibibytes(16), teardown: .lazyShutdown,
          departure: .shutdown(at: .fixed(0)))
      ],
      tasks: [
        TaskDescription(
          name: "t", start: .after(guest: "g", event: .exit, delay: .fixed(0)),
          demand: .steady(
            total: .gibibytes(2), jitter: .percent(0), rate: MemoryRate(bytesPerSecond: 1 << 60),
            request: .gibibytes(2)))
      ], oomNotifier: PolicyChoice(name: "free-batch", arguments: [batch]), until: second)
    let result = try HostSimulation.run(trial, catalogue: .shipped)
    #expect(result.outcome == .censored)
    let own = result.metrics.first { $0.name == "notifier.own-pages" }?.value.integer
    #expect(own.map { $0 > 4_000_000 } == true)
  }

  private func run(_ trial: TrialConfiguration) throws -> TrialResult {
    try HostSimulation.run(trial, catalogue: ProbePolicies.catalogue)
  }
}
