// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import PolicyKit
internal import Testing

/// Trials that a person can work out on paper, with the arithmetic beside them.
struct HandCheckTests {
  private func host(memory: Pages, marks: (Pages, Pages, Pages) = (100, 200, 300))
    -> HostDescription
  {
    HostDescription(
      memory: memory, cpus: .unlimited,
      watermarks: .explicit(min: marks.0, low: marks.1, high: marks.2), perCPUListHigh: .off)
  }

  private func guest(
    _ memory: Pages, _ teardown: GuestDescription.Teardown, reboots: Bool = false
  ) -> GuestDescription {
    GuestDescription(
      name: "db", memory: memory, teardown: teardown,
      departure: reboots ? .reboot(at: .fixed(0)) : .shutdown(at: .fixed(0)))
  }

  // 1,000 pages x 4,500 ns to destroy, x 9,000 ns to export, and nothing on top.
  @Test(arguments: [
    (teardown: GuestDescription.Teardown.synchronousDestroy, nanoseconds: Int64(4_500_000)),
    (.synchronousExport, 9_000_000),
  ])
  func `a synchronous teardown takes pages times cost`(
    teardown: GuestDescription.Teardown, nanoseconds: Int64
  ) throws {
    for cpus in [HostDescription.CPUs.unlimited, .count(1)] {
      var trial = TrialConfiguration(host: host(memory: 2_000), guests: [guest(1_000, teardown)])
      trial.host.cpus = cpus
      let run = try ObservedRun(trial)
      #expect(run.time(of: .exit) == nanoseconds)
      #expect(run.value(of: "guest.db.shutdown-latency") == nanoseconds)
      #expect(run.value(of: "guest.db.time-to-free") == nanoseconds)
    }
  }

  // Each page is gone 4,500 ns after the one before it: 4,500 x (1 + 2 + ... + 1,000) = 2,252,250,000 page ns.
  @Test func `the pages of a synchronous teardown go one by one`() throws {
    let run = try ObservedRun(
      TrialConfiguration(host: host(memory: 2_000), guests: [guest(1_000, .synchronousDestroy)]))
    #expect(run.value(of: "guest.db.unavailable") == 2_252_250_000)
  }

  // Of 510 pages one is exported as the price of a node (9,000 ns), the node costs 250 and 509 are
  // appended at 100 each: 60,150 ns. 64 GiB are 16,777,216 = 32,896 x 510 + 256 pages:
  // 32,896 x 60,150 + (9,000 + 250 + 255 x 100) = 1,978,729,150 ns.
  //
  // The cleaner wakes 20 us later and has 16,777,216 - 32,897 = 16,744,319 pages x 4,500 ns to do:
  // 77,328,184,650 ns in all.
  @Test func `a lazy shutdown of 64 GiB takes two seconds to walk and 75 to clean`() throws {
    let run = try ObservedRun(
      TrialConfiguration(
        host: HostDescription(memory: .gibibytes(96), perCPUListHigh: .off),
        guests: [guest(.gibibytes(64), .lazyShutdown)]))
    #expect(run.time(of: .exit) == 1_978_729_150)
    #expect(run.time(of: .allFree) == 77_328_184_650)
    #expect(run.value(of: "set-aside.node-attempts") == 32_897)
    #expect(run.value(of: "set-aside.node-exports") == 32_897)
  }

  // 96 - 1.5 - 4 - 2 - 64 = 24.5 GiB are free before and after the walk, because each node is paid
  // for by a page: 24.13 GiB above the 376 MiB of the reserve.
  @Test func `a lazy shutdown leaves as much free as there was`() throws {
    var host = HostDescription(memory: .gibibytes(96), lowmemReserve: .mebibytes(376))
    host.inUseByKernel = .mebibytes(1_536)
    host.inUseAnonymous = .gibibytes(4)
    host.cleanPageCache = .gibibytes(2)
    host.perCPUListHigh = .off
    let run = try ObservedRun(
      TrialConfiguration(host: host, guests: [guest(.gibibytes(64), .lazyShutdown)]))
    let exit = try #require(run.events.first { $0.kind == .exit })
    #expect(exit.free == Pages.mebibytes(24_576 + 512).count)
  }

  // 2 GiB are 524,288 pages x 4,500 ns = 2.359296 s; a synchronous reboot of 3 GiB clears 786,432.
  @Test func `a lazy reboot waits for its lower 2 GiB alone`() throws {
    for (teardown, pages) in [
      (GuestDescription.Teardown.lazyReboot, Int64(524_288)), (.synchronousDestroy, 786_432),
    ] {
      let run = try ObservedRun(
        TrialConfiguration(
          host: HostDescription(memory: .gibibytes(8)),
          guests: [guest(.gibibytes(3), teardown, reboots: true)]))
      #expect(run.value(of: "guest.db.downtime") == pages * 4_500)
    }
  }

  // A guest of up to 2 GiB has nothing left for later.
  @Test func `a lazy reboot of 2 GiB is a synchronous one`() throws {
    let run = try ObservedRun(
      TrialConfiguration(
        host: HostDescription(memory: .gibibytes(8)),
        guests: [guest(.gibibytes(2), .lazyReboot, reboots: true)]))
    #expect(run.value(of: "guest.db.downtime") == 2_359_296_000)
    #expect(run.time(of: .allFree) == run.time(of: .exit))
  }

  // With min at 100: 100 for the ordinary, 100/2 for the patch's flags, 50 - 50/4 for plain atomic.
  @Test(arguments: [
    (nodeClass: AllocationClass.kernel, floor: Int64(100)), (.nowait, 100),
    (.atomicNoMemalloc, 50), (.atomic, 38), (.memalloc, 0),
  ])
  func `a node cannot be had at the floor and can one page above`(
    nodeClass: AllocationClass, floor: Int64
  ) throws {
    for (free, kind) in [
      (floor, DecisionEvent.Kind.nodeFailed), (floor + 1, .nodeGot),
    ] {
      var guest = guest(1, .lazyShutdown)
      guest.nodeClass = nodeClass
      let run = try ObservedRun(
        TrialConfiguration(host: host(memory: Pages(free + 1)), guests: [guest]))
      let attempts = run.events.filter { $0.kind == .nodeGot || $0.kind == .nodeFailed }
      #expect(attempts.map(\.kind) == [kind], "\(free) free")
    }
  }

  @Test func `a task cannot have a page at min and can one page above`() throws {
    for (free, stalls) in [(Pages(100), 1), (101, 0)] {
      let task = TaskDescription(
        name: "nic",
        demand: .steady(
          total: 1, jitter: .percent(0), rate: .mebibytesPerSecond(1_024), request: 1),
        allocationClass: .nowait)
      let run = try ObservedRun(
        TrialConfiguration(host: host(memory: free), tasks: [task], until: .milliseconds(10)))
      #expect(run.events.filter { $0.kind == .stall }.count == stalls)
    }
  }

  // A task that finds exactly min free when the walk of 5,100 pages is over.
  //
  // Ten nodes were paid for by ten exported pages, so that what was free before is free again. A
  // thread tries reclaim for 50 us in vain, and free + reclaimable cannot meet min: out of memory.
  private func shortTrial(
    threads: Int64, notifier: String, wake: SimulatedDuration
  ) -> TrialConfiguration {
    let task = TaskDescription(
      name: "batch", start: .after(guest: "db", event: .exit, delay: .fixed(0)),
      demand: .steady(
        total: Pages(threads), jitter: .percent(0),
        rate: MemoryRate(bytesPerSecond: 1 << 50), request: 1), threads: threads)
    return TrialConfiguration(
      host: host(memory: 5_200), costs: CostDescription(wake: wake),
      guests: [guest(5_100, .lazyShutdown)], tasks: [task],
      oomNotifier: PolicyChoice(name: notifier))
  }

  // The first thread is in the notifier for 20 ms, with `oom_lock` held; the second loses the lock
  // and sleeps one tick of 10 ms. Both find more than min free then, and had 50 us of reclaim.
  @Test func `a sleeping notifier holds the lock and its loser sleeps one tick`() throws {
    let run = try ObservedRun(
      shortTrial(threads: 2, notifier: "sleep-and-report", wake: .milliseconds(1)))
    let stalls = run.events.filter { $0.kind == .resume }
    #expect(stalls.first { $0.who == 0 }?.value == 20_050_000)
    #expect(stalls.first { $0.who == 1 }?.value == 10_050_000)
    #expect(run.value(of: "notifier.held.max") == 20_000_000)
    #expect(run.value(of: "stall.by.oom-lock") == 10_000_000)
    #expect(run.value(of: "oom.kills") == 0)
  }

  // The cleaner begins when the thread is out of memory: 256 pages x 4,500 ns = 1.152 ms.
  @Test func `waiting for a quota of 256 pages takes as long as destroying them`() throws {
    let run = try ObservedRun(
      shortTrial(threads: 1, notifier: "wait-for-quota", wake: .microseconds(50)))
    #expect(run.value(of: "notifier.held.max") == 1_152_000)
    #expect(run.events.first { $0.kind == .notified }?.value == 256)
    #expect(run.events.first { $0.kind == .resume }?.value == 1_202_000)
  }

  // Whoever is out of memory cleans 256 pages itself, as fast as the cleaner beside it.
  @Test func `freeing a batch takes the requester as long as destroying it`() throws {
    let run = try ObservedRun(
      shortTrial(threads: 1, notifier: "free-batch", wake: .milliseconds(1)))
    #expect(run.value(of: "notifier.held.max") == 1_152_000)
    #expect(run.value(of: "stall.by.notifier-work") == 1_152_000)
  }

  // Nobody else holds memory, so the thread that asks in vain is the one that goes.
  @Test func `without a notifier the first to be out of memory is killed`() throws {
    var trial = shortTrial(threads: 1, notifier: "none", wake: .milliseconds(1))
    trial.tasks[0].resident = 1
    trial.host.memory = 5_201
    let run = try ObservedRun(trial)
    #expect(run.value(of: "oom.kills") == 1)
    #expect(run.value(of: "oom.kills.avoidable") == 1)
  }
}
