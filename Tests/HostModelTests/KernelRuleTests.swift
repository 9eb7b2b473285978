// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit
internal import Testing

@testable internal import HostModel

/// Rules of the kernel that engine 3 did not have, with the arithmetic beside them.
struct KernelRuleTests {
  // 16 GiB: isqrt(16 x 16,777,216) = 16,384 KiB = 4,096 pages. Khugepaged wants 256 x 2 zones x
  // (2 + 3 x 3) = 5,632 pages = 22,528 KiB, but not more than a twentieth of the memory. From 30.25 GiB
  // on the root is greater.
  @Test func `khugepaged raises min on hosts of up to 30 GiB`() {
    func min(_ memory: Pages) -> Int64 {
      Watermarks(memory: memory, scaleFactor: 10, hugePages: true).min.count
    }
    #expect(min(.gibibytes(16)) == 5_632)
    #expect(min(.mebibytes(256)) == 65_536 / 20)
    #expect(min(.gibibytes(30)) == 5_632)
    #expect(min(.gibibytes(31)) == Watermarks(memory: .gibibytes(31), scaleFactor: 10).min.count)
  }

  // (96 GiB - 2 GiB) / 256 = 376 MiB; a host of no more than ZONE_DMA has none; ZONE_DMA has but 2 GiB.
  @Test func `the lowmem reserve is a 256th of what is above 2 GiB`() {
    #expect(HostDescription.kernelLowmemReserve(memory: .gibibytes(96)) == .mebibytes(376))
    #expect(HostDescription.kernelLowmemReserve(memory: .gibibytes(2)) == 0)
    #expect(HostDescription.kernelLowmemReserve(memory: .gibibytes(1)) == 0)
    #expect(HostDescription.kernelLowmemReserve(memory: .gibibytes(1_024)) == .gibibytes(2))
  }

  // 0.7 ms x (1 + log2(min(CPUs, 8))): 0.7, 1.4, 2.1, 2.8, 2.8 ms; 0.75 ms alike on 6.1.
  @Test(arguments: [
    (cpus: Int64(1), eevdf: Int64(700), cfs: Int64(750)), (2, 1_400, 1_500), (4, 2_100, 2_250),
    (8, 2_800, 3_000), (64, 2_800, 3_000),
  ])
  func `slices grow with the CPUs`(cpus: Int64, eevdf: Int64, cfs: Int64) {
    #expect(KernelGeneration.v6_12.timeSlice(cpus: .count(cpus)) == .microseconds(eevdf))
    #expect(KernelGeneration.v6_1.timeSlice(cpus: .count(cpus)) == .microseconds(cfs))
    #expect(KernelGeneration.engine3.timeSlice(cpus: .count(cpus)) == .milliseconds(3))
  }

  // A timeout of n ticks armed in tick J fires at tick J + n + 1; from 63 on in steps of 8, rounded on the
  // absolute number, from 504 on in steps of 64.
  @Test(arguments: [
    (armed: Int64(0), ticks: Int64(1), fires: Int64(2)), (1, 1, 3), (7, 62, 70), (0, 63, 64),
    (1, 63, 72), (0, 200, 208), (5, 200, 208), (7, 200, 208), (8, 200, 216), (0, 504, 512),
    (9, 504, 576), (0, 4_032, 4_096),
  ])
  func `a timer fires at the next bucket of its level`(armed: Int64, ticks: Int64, fires: Int64) {
    #expect(TimerWheel.expiry(armedAt: armed, ticks: ticks) == fires)
  }

  /// A task of so many threads that finds exactly min free 601,500 ns after the start, when the walk of
  /// 5,100 pages is over (ten nodes at 60,150 ns), and cleaners that wake at `wake`.
  private func shortTrial(
    threads: Int64, notifier: String, wake: SimulatedDuration = .milliseconds(1)
  ) -> TrialConfiguration {
    let guest = GuestDescription(
      name: "db", memory: 5_100, teardown: .lazyShutdown, departure: .shutdown(at: .fixed(0)))
    let task = TaskDescription(
      name: "batch", start: .after(guest: "db", event: .exit, delay: .fixed(0)),
      demand: .steady(
        total: Pages(threads), jitter: .percent(0), rate: MemoryRate(bytesPerSecond: 1 << 50),
        request: 1), threads: threads)
    return TrialConfiguration(
      host: HostDescription(
        memory: 5_200, cpus: .unlimited, watermarks: .explicit(min: 100, low: 200, high: 300),
        perCPUListHigh: .off), costs: CostDescription(wake: wake), guests: [guest], tasks: [task],
      oomNotifier: PolicyChoice(name: notifier))
  }

  // The loser of the lock goes to sleep at 601,500 + 50,000 ns, before the first tick at 10 ms: it wakes at
  // the second, and finds pages. The notifier's msleep(20) is two ticks and fires at the third, or with the
  // tick that msleep added up to 6.1 at the fourth.
  @Test(arguments: [(extra: Int64(0), holder: Int64(30_000_000)), (1, 40_000_000)])
  func `sleeps end on ticks, and one tick late`(extra: Int64, holder: Int64) throws {
    var trial = shortTrial(threads: 2, notifier: "sleep-and-report")
    trial.rules.timers = .wheel
    trial.rules.msleepExtraTicks = extra
    let stalls = try ObservedRun(trial).events.filter { $0.kind == .resume }
    let start: Int64 = 601_500
    #expect(stalls.first { $0.who == 0 }?.value == holder - start)
    #expect(stalls.first { $0.who == 1 }?.value == 20_000_000 - start)
  }

  // F = min = 100, R = 0: 100 + 0 is not above 100, but 2 x 100 is. With 50 us a pass the first rule gives up
  // after one pass, the other after 17.
  @Test(arguments: [
    (rule: MechanismRules.ReclaimRetry.hopeful, passes: Int64(1)), (.freeCountedTwice, 17),
    (.always, 17),
  ])
  func `free memory that counts twice makes reclaim go on`(
    rule: MechanismRules.ReclaimRetry, passes: Int64
  ) throws {
    var trial = shortTrial(threads: 1, notifier: "none")
    trial.rules.reclaimRetry = rule
    let run = try ObservedRun(trial)
    #expect(run.time(of: .outOfMemory) == 601_500 + passes * 50_000)
  }

  // The same with cache that is in use: it is reclaimable to the test, so that free pages count once:
  // 100 + 1 > 100.
  @Test func `mapped cache counts as reclaimable`() throws {
    var trial = shortTrial(threads: 1, notifier: "none")
    trial.host.mappedPageCache = 1
    trial.host.memory = 5_201
    for (rule, passes) in [
      (MechanismRules.ReclaimRetry.hopeful, Int64(17)), (.freeCountedTwice, 17),
    ] {
      trial.rules.reclaimRetry = rule
      #expect(try ObservedRun(trial).time(of: .outOfMemory) == 601_500 + passes * 50_000)
    }
  }

  // A pass that finds no cache frees 32 slab pages: the request has its page after one pass.
  @Test func `slab is progress`() throws {
    var trial = shortTrial(threads: 1, notifier: "none")
    trial.host.reclaimableSlab = 40
    trial.host.memory = 5_240
    let run = try ObservedRun(trial)
    #expect(run.events.first { $0.kind == .resume }?.value == 50_000)
    #expect(run.events.contains { $0.kind == .outOfMemory } == false)
  }

  // 16 GiB of cache are 4,194,304 pages: a pass takes 4,194,304 / 4,096 = 1,024 pages at 650 ns instead of 32.
  @Test(arguments: [
    (rule: MechanismRules.DirectReclaim.cluster, nanoseconds: Int64(20_800)),
    (.proportional, 665_600),
  ])
  func `a pass takes a 4096th of the cache`(
    rule: MechanismRules.DirectReclaim, nanoseconds: Int64
  ) throws {
    let task = TaskDescription(
      name: "job",
      demand: .steady(
        total: 1, jitter: .percent(0), rate: .mebibytesPerSecond(1_024), request: 1))
    var trial = TrialConfiguration(
      host: HostDescription(
        memory: 4_194_404, cpus: .unlimited,
        watermarks: .explicit(min: 100, low: 100, high: 100), cleanPageCache: 4_194_304,
        perCPUListHigh: .off), tasks: [task])
    trial.rules.directReclaim = rule
    #expect(try ObservedRun(trial).events.first { $0.kind == .resume }?.value == nanoseconds)
  }

  // Two guests of 100 pages: the first or the last of the equals is killed. An adjustment of 1 of 5,999 pages is
  // 5 pages either way, of 999 pages 0 or none.
  @Test(arguments: [
    (rule: MechanismRules.Badness.firstAmongEquals, victim: Int64(1)), (.lastAmongEquals, 2),
  ])
  func `among equals the first or the last is killed`(
    rule: MechanismRules.Badness, victim: Int64
  ) throws {
    var trial = shortTrial(threads: 1, notifier: "none")
    trial.guests += ["one", "two"].map { GuestDescription(name: $0, memory: 100) }
    trial.host.memory = 5_400
    trial.rules.badness = rule
    #expect(try ObservedRun(trial).events.first { $0.kind == .kill }?.who == victim)
  }

  // The first thread is in the notifier for 20 ms, in which no page is freed: it is killed at 601,500 + 50,000 +
  // 20,000,000 ns, and would exit 25 ms later. The other one sleeps for oom_lock from 651,500 ns on, for a tick of
  // 100 ms: only then does the exit begin, with the last page after 600 ns x pages held.
  @Test(arguments: [
    (rule: MechanismRules.VictimThreads.vanish, start: Int64(45_651_500)),
    (.holdMemory, 100_651_500),
  ])
  func `a thread that sleeps keeps a victim's memory`(
    rule: MechanismRules.VictimThreads, start: Int64
  ) throws {
    var trial = shortTrial(
      threads: 2, notifier: "sleep-and-report", wake: .milliseconds(25))
    trial.tasks[0].resident = 200
    trial.host.memory = 5_400
    trial.host.tick = .milliseconds(100)
    trial.rules.victimThreads = rule
    let run = try ObservedRun(trial)
    #expect(run.time(of: .kill, who: 1) == 20_651_500)
    #expect(run.time(of: .exited, who: 1) == start + 200 * 600)
  }

  // 1,000 pages at 600 ns each after 1 ms of holding them.
  @Test(arguments: [
    (rule: MechanismRules.KillRefund.instant, end: Int64(0)), (.overTime, 600_000),
  ])
  func `a task that is done exits page by page`(
    rule: MechanismRules.KillRefund, end: Int64
  ) throws {
    let task = TaskDescription(
      name: "job",
      demand: .steady(
        total: 1_000, jitter: .percent(0), rate: MemoryRate(bytesPerSecond: 1 << 50),
        request: 1_000), holds: .milliseconds(1))
    var trial = TrialConfiguration(
      host: HostDescription(
        memory: 2_000, cpus: .unlimited, watermarks: .explicit(min: 10, low: 20, high: 30),
        perCPUListHigh: .off), tasks: [task])
    trial.rules.completionRefund = rule
    #expect(try ObservedRun(trial).result.end == 1_000_000 + 1_000_000 + end)
  }

  // The second guest of the file has 5,090 pages set aside since 601,500 ns, the first 10 since 640,250 ns:
  // whoever is asked first cleans 10 pages, or 256.
  @Test(arguments: [
    (rule: MechanismRules.ChainOrder.guest, shown: Int64(10)), (.registration, 256),
  ])
  func `notifiers of one priority are asked as they were registered`(
    rule: MechanismRules.ChainOrder, shown: Int64
  ) throws {
    let late = GuestDescription(
      name: "late", memory: 11, teardown: .lazyShutdown,
      departure: .shutdown(at: .fixed(630_000)))
    var trial = shortTrial(threads: 1, notifier: "free-batch", wake: .milliseconds(50))
    trial.guests.insert(late, at: 0)
    trial.host.memory = 5_211
    trial.rules.chainOrder = rule
    let run = try ObservedRun(trial)
    #expect(run.events.first { $0.kind == .notified }?.value == shown)
  }
}
