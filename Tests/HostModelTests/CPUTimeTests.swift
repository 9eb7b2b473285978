// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import NaiveInterpreter
internal import Policies
internal import PolicyKit
internal import Testing

/// CPU time that kswapd and cleaners had, and time in which they were runnable without a CPU.
struct CPUTimeTests {
  private func host(cpus: HostDescription.CPUs) -> HostDescription {
    HostDescription(
      memory: 4_000, cpus: cpus, watermarks: .explicit(min: 10, low: 20, high: 30),
      perCPUListHigh: .off)
  }

  /// A cleaner beside a vCPU that never sleeps on one CPU: what it does not work of its time it waits.
  @Test func `a cleaner waits for the turns of a busy vCPU`() throws {
    let trial = TrialConfiguration(
      host: host(cpus: .count(1)),
      guests: [
        GuestDescription(name: "web", memory: 100, vcpus: 1),
        GuestDescription(
          name: "db", memory: 2_000, teardown: .lazyShutdown, departure: .shutdown(at: .fixed(0))),
      ])
    let run = try ObservedRun(trial)
    let start = try #require(run.time(of: .cleanerStart, who: 64))
    let end = try #require(run.time(of: .cleanerEnd, who: 64))
    let pages = try #require(run.value(of: "cleaner.pages"))
    // 2,000 pages: three nodes of 509 pages, and four pages converted for a node each.
    #expect(pages == 1_996)
    #expect(run.value(of: "cleaner.cpu") == pages * 4_500)
    #expect(run.value(of: "cleaner.waiting") == end - start - pages * 4_500)
    #expect(end - start > pages * 9_000 - 6_000_000)
  }

  /// A page of 900 is taken each 10 us until 10 are left; kswapd is woken at 20, and reclaims up to 30 at 650 ns each.
  @Test func `kswapd works for the pages that it reclaims, and waits for nobody on its own CPU`()
    throws
  {
    var description = host(cpus: .unlimited)
    description.memory = 1_000
    description.cleanPageCache = 100
    let task = TaskDescription(
      name: "t",
      demand: .steady(
        total: 890, jitter: .percent(0), rate: MemoryRate(bytesPerSecond: 409_600_000), request: 1),
      allocationClass: .nowait)
    let run = try ObservedRun(TrialConfiguration(host: description, tasks: [task]))
    let stolen = try #require(run.value(of: "reclaim.stolen.kswapd"))
    #expect(stolen > 0)
    #expect(run.value(of: "kswapd.cpu") == stolen * 650)
    #expect(run.value(of: "kswapd.waiting") == 0)
  }

  /// A lane of an item in hand at the end, of pauses, of pulls and of kills: no time is lost or told twice.
  @Test(arguments: HostSeeds.stretches(of: 300))
  func `nobody waits who has a CPU, and nobody has more than there are`(stretch: HostSeeds) throws {
    for seed in stretch.seeds {
      let trial = RandomHost.v1(seed: seed)
      let run = try ObservedRun(trial, catalogue: ProbePolicies.catalogue)
      let waiting = try #require(run.value(of: "cleaner.waiting"))
      let kswapdWaiting = try #require(run.value(of: "kswapd.waiting"))
      let cpu = try #require(run.value(of: "kswapd.cpu"))
      #expect(waiting >= 0 && kswapdWaiting >= 0, "Seed \(seed).")
      #expect(cpu >= 0 && cpu + kswapdWaiting <= run.result.end, "Seed \(seed).")
      if trial.host.cpus == .unlimited {
        #expect(waiting == 0 && kswapdWaiting == 0, "Seed \(seed).")
      }
    }
  }
}
