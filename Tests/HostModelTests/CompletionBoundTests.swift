// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import NaiveInterpreter
internal import PolicyKit
internal import Testing

/// The lower bound of a steady task's completion.
struct CompletionBoundTests {
  @Test(arguments: HostSeeds.stretches(of: 1_500))
  func `nothing beats it`(stretch: HostSeeds) throws {
    for seed in stretch.seeds {
      try expectNothingBeatsIt(RandomHost.v1(seed: seed), "seed \(seed)")
    }
  }

  @Test(arguments: HostSeeds.stretches(of: 400))
  func `nothing beats it where everybody has a CPU`(stretch: HostSeeds) throws {
    for seed in stretch.seeds {
      try expectNothingBeatsIt(RandomHost.v1OwnCPUs(seed: seed), "own CPUs, seed \(seed)")
    }
  }

  /// Nodes are cheap, so that much is set aside and tasks wait for it; cleaners come by the dozen or not at all.
  @Test(arguments: HostSeeds.stretches(of: 400))
  func `nothing beats it where memory is what is waited for`(stretch: HostSeeds) throws {
    for seed in stretch.seeds {
      var host = RandomHost.v1(seed: seed)
      host.ultravisor.destroy = host.ultravisor.destroy.times(20)
      host.ultravisor.export = host.ultravisor.export.times(20)
      host.until = host.until.map { $0 + .milliseconds(10) }
      for index in host.guests.indices { host.guests[index].cleaners = Int64(seed % 8) }
      try expectNothingBeatsIt(host, "dear calls, seed \(seed)")
    }
  }

  private func expectNothingBeatsIt(_ host: TrialConfiguration, _ name: String) throws {
    let result = try HostSimulation.run(host, catalogue: ProbePolicies.catalogue)
    var values: [String: Int64] = [:]
    for metric in result.metrics { values[metric.name] = metric.value.integer }
    for task in host.tasks {
      guard let bound = values["bound.\(task.name).completion"],
        let completion = values["task.\(task.name).completion"]
      else { continue }
      #expect(completion >= bound, "\(name), \(task.name).")
    }
  }

  private func bound(_ trial: TrialConfiguration) -> Int64? {
    CompletionBound(trial, shared: trial.guests.map { _ in 0 }, reserve: 0)
      .nanoseconds(ofTask: trial.tasks.count - 1)
  }

  private func steady(
    _ total: Pages, _ rate: MemoryRate, request: Pages, threads: Int64 = 1
  ) -> TaskDescription {
    TaskDescription(
      name: "t", demand: .steady(total: total, jitter: .percent(0), rate: rate, request: request),
      threads: threads)
  }

  /// 64 MiB at 64 MiB/s in requests of 32 MiB: the second and last one is due at 0.5 s.
  ///
  /// Its 8,192 pages take 1 us each; the first one, due at 0, takes 8.192 ms alone.
  @Test func `counts nothing after the last request is due but its own work`() {
    let host = HostDescription(memory: .gibibytes(1))
    let task = steady(.mebibytes(64), .mebibytesPerSecond(64), request: .mebibytes(32))
    #expect(bound(TrialConfiguration(host: host, tasks: [task])) == 508_192_000)
  }

  /// 1,000 pages that are all due at once, 1 us each: 250 us on four threads, 500 us if they share two CPUs.
  @Test func `counts the faults of each thread, and of each CPU`() {
    let rate = MemoryRate(bytesPerSecond: 1 << 60)
    let task = steady(1_000, rate, request: 10, threads: 4)
    let host = HostDescription(memory: .gibibytes(1), cpus: .count(4))
    #expect(bound(TrialConfiguration(host: host, tasks: [task])) == 250_000)
    let narrow = HostDescription(memory: .gibibytes(1), cpus: .count(2))
    #expect(bound(TrialConfiguration(host: narrow, tasks: [task])) == 500_000)
  }

  /// A host of 100,000 pages, 98,000 of them a guest that is unmapped from 1 s on, 600 ns a page; min is 100.
  ///
  /// A task of 3,000 pages lacks 1,100: page k of the guest is free at 1 s + 600 k ns, and the bound allows one
  /// more at once: 1,099 x 600 ns, and the last fault.
  @Test func `waits for the memory of a guest, and leaves what is below its floor`() {
    let marks = HostDescription.WatermarkSource.explicit(min: 100, low: 200, high: 300)
    let host = HostDescription(memory: 100_000, watermarks: marks, perCPUListHigh: .off)
    let guest = GuestDescription(
      name: "g", memory: 98_000, isProtected: false,
      departure: .shutdown(at: .fixed(1_000_000_000)),
      oomScoreAdjustment: -1000)
    var task = steady(3_000, MemoryRate(bytesPerSecond: 1 << 60), request: 3_000)
    task.allocationClass = .nowait
    let trial = TrialConfiguration(host: host, guests: [guest], tasks: [task])
    let found = CompletionBound(trial, shared: [98_000], reserve: 0).nanoseconds(ofTask: 0)
    let expected: Int64 = 1_000_000_000 + 1_099 * 600 + 1_000
    #expect(found == expected)
  }

  @Test func `has none for tasks that are not steady, and none of memory for a rolling window`() {
    let host = HostDescription(memory: 2_000, watermarks: .explicit(min: 0, low: 0, high: 0))
    let periodic = TaskDescription(
      name: "p", demand: .periodic(pages: 1, every: .milliseconds(1)))
    #expect(bound(TrialConfiguration(host: host, tasks: [periodic])) == nil)
    var rolling = steady(4_000, MemoryRate(bytesPerSecond: 1 << 60), request: 10)
    rolling.backlog = 100
    #expect(bound(TrialConfiguration(host: host, tasks: [rolling])) == 4_000_000)
  }
}

extension SimulatedDuration {
  fileprivate func times(_ factor: Int64) -> Self {
    Self(nanoseconds: nanoseconds * factor)
  }
}
