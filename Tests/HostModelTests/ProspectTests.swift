// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import ModelComparison
internal import NaiveInterpreter
internal import PolicyKit
internal import Testing

/// What a description alone says of its runs must be true of them.
struct ProspectTests {
  /// Hosts as they are, with more memory than anybody asks for, and cut off early.
  private func hosts(_ seed: UInt64) -> [TrialConfiguration] {
    let host = RandomHost.v1(seed: seed, catalogue: .shipped)
    var roomy = host
    roomy.host.memory = host.host.memory + 60_000
    var brief = host
    brief.until = SimulatedDuration(nanoseconds: max(1, host.limit.nanoseconds / 40))
    return [host, roomy, brief]
  }

  @Test(arguments: HostSeeds.stretches(of: 300))
  func `what can have no value has none, and what is always 0 is 0`(stretch: HostSeeds) throws {
    var (valueless, zero) = (0, 0)
    for seed in stretch.seeds {
      for host in hosts(seed) {
        let run = try ObservedRun(host)
        let prospect = MetricProspect(host)
        for metric in run.result.metrics {
          if let obstacle = prospect.obstacle(to: metric.name) {
            valueless += 1
            #expect(
              metric.value.integer == nil, "Seed \(seed), \(metric.name): \(obstacle.reason).")
          }
          if let obstacle = prospect.obstacleToMoreThanZero(metric.name) {
            zero += 1
            #expect(
              metric.value.integer ?? 0 == 0, "Seed \(seed), \(metric.name): \(obstacle.reason).")
          }
        }
      }
    }
    #expect(valueless > 500 && zero > 500)
  }

  @Test(arguments: HostSeeds.stretches(of: 300))
  func `who is never asked is not asked`(stretch: HostSeeds) throws {
    let counters: [(PolicyRole, String)] = [
      (.allocationFailure, "set-aside.node-failures"), (.oomNotifier, "notifier.calls"),
      (.reclaimThrottle, "cleaner.cpu"),
    ]
    var (idle, asked) = (0, 0)
    for seed in stretch.seeds {
      for host in hosts(seed) {
        let run = try ObservedRun(host)
        for (role, counter) in counters {
          let count = run.value(of: counter) ?? 0
          if count > 0 { asked += 1 }
          guard let obstacle = PolicyProspect(host).obstacle(to: role) else { continue }
          idle += 1
          #expect(count == 0, "Seed \(seed), \(role): \(obstacle.reason).")
        }
      }
    }
    #expect(idle > 50 && asked > 20)
  }

  @Test(arguments: HostSeeds.stretches(of: 300))
  func `what no run reads changes none`(stretch: HostSeeds) throws {
    var changed = 0
    for seed in stretch.seeds {
      let host = RandomHost.v1(seed: seed, catalogue: .shipped)
      let read = host.onlyWhatIsRead
      if read != host { changed += 1 }
      let (one, other) = (try ObservedRun(host), try ObservedRun(read))
      #expect(EventDifference(one.events, other.events) == nil, "Seed \(seed).")
      #expect(one.result.digest == other.result.digest, "Seed \(seed).")
    }
    #expect(changed > 20)
  }

  @Test func `what happens at the instant of the limit happens`() {
    var host = TrialConfiguration(host: HostDescription(memory: .gibibytes(8)))
    host.until = .seconds(1)
    host.guests = [
      GuestDescription(
        name: "db", memory: .gibibytes(1), teardown: .free,
        departure: .shutdown(at: .fixed(1_000_000_000)))
    ]
    #expect(MetricProspect(host).obstacle(to: "guest.db.time-to-free") == nil)
    host.until = SimulatedDuration(nanoseconds: 999_999_999)
    #expect(MetricProspect(host).obstacle(to: "guest.db.time-to-free") != nil)
  }

  @Test func `nothing stands in the way of what happens`() {
    var host = TrialConfiguration(host: HostDescription(memory: .gibibytes(96)))
    host.guests = [
      GuestDescription(
        name: "db", memory: .gibibytes(64), teardown: .lazyShutdown,
        departure: .shutdown(at: .fixed(0)))
    ]
    host.tasks = [
      TaskDescription(
        name: "batch", start: .after(guest: "db", event: .exit, delay: .fixed(0)),
        demand: .steady(
          total: .gibibytes(48), jitter: .percent(20), rate: MemoryRate(bytesPerSecond: 4 << 30),
          request: .mebibytes(2)), isMeasured: true)
    ]
    for role in PolicyRole.allCases { #expect(PolicyProspect(host).obstacle(to: role) == nil) }
    for metric in [
      "task.batch.completion", "guest.db.time-to-free", "stall.request.p99", "oom.kills",
    ] {
      #expect(MetricProspect(host).obstacle(to: metric) == nil)
      #expect(MetricProspect(host).obstacleToMoreThanZero(metric) == nil)
    }
  }
}
