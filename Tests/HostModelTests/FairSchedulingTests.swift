// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit
internal import Testing

@testable internal import HostModel

/// Who gets how much of a CPU, by weights, groups, wake-ups and balance.
struct FairSchedulingTests {
  /// A guest of 1 GiB whose pages one cleaner destroys at 4.5 us each, beside a busy guest.
  private func trial(
    _ generation: KernelGeneration, cpus: Int64, vcpus: Int64
  ) -> TrialConfiguration {
    var host = HostDescription(
      memory: .gibibytes(4), cpus: .count(cpus),
      timeSlice: generation.timeSlice(cpus: .count(cpus)),
      schedulingLatency: generation.schedulingLatency(cpus: .count(cpus)),
      wakeUpGranularity: generation.wakeUpGranularity(cpus: .count(cpus)))
    host.perCPUListHigh = .off
    let dying = GuestDescription(
      name: "db", memory: .gibibytes(1), teardown: .lazyShutdown,
      departure: .shutdown(at: .fixed(0)))
    let busy = GuestDescription(name: "web", memory: .gibibytes(1), vcpus: vcpus)
    return TrialConfiguration(
      host: host, rules: generation.rules, generation: generation, guests: [dying, busy])
  }

  /// The cleaner's CPU time by the time that it took, in thousandths.
  private func share(_ trial: TrialConfiguration) throws -> Int64 {
    let run = try ObservedRun(trial)
    let start = try #require(run.time(of: .cleanerStart))
    let end = try #require(run.time(of: .cleanerEnd))
    let work = try #require(run.value(of: "cleaner.cpu"))
    return work * 1_000 / (end - start)
  }

  private func expect(_ share: Int64, near expected: Int64, within: Int64 = 15) {
    #expect(abs(share - expected) <= within, "\(share) thousandths, expected \(expected)")
  }

  // A kernel thread of 1,024 beside one group of 1,024, whose vCPU is alone in it: half of the CPU each.
  @Test(arguments: [KernelGeneration.v6_1, .v6_12])
  func `a kernel thread shares a CPU with a group half and half`(
    generation: KernelGeneration
  ) throws {
    expect(try share(trial(generation, cpus: 1, vcpus: 1)), near: 500)
    // The group's weight is divided among its vCPUs: four take no more than one.
    expect(try share(trial(generation, cpus: 1, vcpus: 4)), near: 500)
  }

  // machine.slice weighs 25 of 100: 1,024 against 256.
  @Test(arguments: [KernelGeneration.v6_1, .v6_12])
  func `a group's weight decides`(generation: KernelGeneration) throws {
    var trial = trial(generation, cpus: 1, vcpus: 2)
    trial.cpuGroups = [CPUGroupDescription(name: CPUGroupDescription.machines, weight: 25)]
    expect(try share(trial), near: 800)
  }

  // As a member of its dying guest's scope it has half of machine.slice, beside a scope of the same weight, which is
  // all that wants the CPU: 500. With a weight of 300 in the web's own scope, beside one vCPU: 300 / 400.
  @Test(arguments: [KernelGeneration.v6_1, .v6_12])
  func `a cleaner has the share of its group`(generation: KernelGeneration) throws {
    var trial = trial(generation, cpus: 1, vcpus: 1)
    trial.guests[0].cleanerIn = .guest
    expect(try share(trial), near: 500)
    trial.guests[0].cleanerIn = .group("web.scope")
    trial.guests[0].cleanerWeight = 300
    expect(try share(trial), near: 750)
  }

  // Eight vCPUs of one group on eight CPUs weigh 1,024 / 8 = 128 each: the cleaner would have
  // 1,024 / 1,152 = 88.9 % of its CPU, and has all of it once the vCPU beside it is taken away by balance.
  @Test(arguments: [KernelGeneration.v6_1, .v6_12])
  func `a busy guest of many vCPUs leaves the cleaner its CPU`(
    generation: KernelGeneration
  ) throws {
    let share = try share(trial(generation, cpus: 8, vcpus: 8))
    #expect((875...1_000).contains(share), "\(share) thousandths")
  }

  // By turns of equal length it stands third on a CPU with two vCPUs for ever.
  @Test func `engine 3 gives it a third of a CPU`() throws {
    expect(try share(trial(.engine3, cpus: 8, vcpus: 16)), near: 333)
  }
}
