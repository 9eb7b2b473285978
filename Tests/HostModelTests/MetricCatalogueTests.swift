// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import Policies
internal import PolicyKit
internal import Testing

struct MetricCatalogueTests {
  /// Words with which a definition would lean on the one before it.
  private static let leaning = [
    "the same,", "the same over", "of it:", "of them", "such ", "those calls", "these calls",
    "its calls",
    "time strictly", "of one run", "likewise", "ditto", "as above", "the former", "the latter",
  ]

  @Test func `defines each metric without pointing at another`() {
    for metric in MetricCatalogue.all {
      let definition = metric.definition.lowercased()
      for words in Self.leaning {
        #expect(!definition.hasPrefix(words), "\(metric.name): \(definition)")
        #expect(!definition.contains(" " + words), "\(metric.name): \(definition)")
      }
      #expect(definition.contains(" "), "\(metric.name) is not defined by a word.")
    }
    let definitions = MetricCatalogue.all.map(\.definition)
    #expect(Set(definitions).count == definitions.count, "Two metrics have one definition.")
  }

  @Test func `says which metrics mean something else since engine 3`() {
    let names = MetricCatalogue.all.map(\.name)
    for name in MetricCatalogue.redefinedSinceEngine3 { #expect(names.contains(name)) }
    #expect(MetricCatalogue.isRedefined("bound.batch.completion", sinceEngine: "3"))
    #expect(MetricCatalogue.isRedefined("notifier.calls", sinceEngine: "2"))
    #expect(!MetricCatalogue.isRedefined("notifier.calls", sinceEngine: "4"))
    #expect(!MetricCatalogue.isRedefined("task.batch.completion", sinceEngine: "3"))
  }
}

/// A job of 2,500 pages on a host with 1,100 free ones, while 2,000 pages of a guest are cleaned, slowly.
struct ShortJob {
  var trial = TrialConfiguration(
    host: HostDescription(
      memory: 3_100, watermarks: .explicit(min: 20, low: 30, high: 40), perCPUListHigh: .off),
    ultravisor: UltravisorDescription(destroy: .microseconds(200)),
    guests: [
      GuestDescription(
        name: "db", memory: 2_000, teardown: .lazyShutdown, departure: .shutdown(at: .fixed(0)))
    ],
    tasks: [
      TaskDescription(
        name: "job", start: .after(guest: "db", event: .exit, delay: .fixed(1_000_000)),
        demand: .steady(
          total: 2_500, jitter: .percent(0), rate: MemoryRate(bytesPerSecond: 1 << 40),
          request: 100))
    ], until: .seconds(2))

  init(notifier: PolicyChoice, cleaners: Int64 = 1) {
    trial.oomNotifier = notifier
    trial.guests[0].cleaners = cleaners
  }
}

struct NewMetricTests {
  private let freeBatch = PolicyChoice(
    name: "free-batch", arguments: [PolicyChoice.Argument(name: "pages", value: 64)])

  @Test func `a host without a notifier calls none`() throws {
    let run = try ObservedRun(ShortJob(notifier: PolicyChoice(name: "none")).trial)
    #expect(try #require(run.value(of: "oom.invocations")) > 0)
    #expect(run.value(of: "notifier.calls") == 0)
    #expect(run.value(of: "oom.kills") == 1)
  }

  @Test func `a task has a start, a duration or a death`() throws {
    let dead = try ObservedRun(ShortJob(notifier: PolicyChoice(name: "none")).trial)
    let exit = try #require(dead.time(of: .exit))
    #expect(dead.value(of: "task.job.start") == exit + 1_000_000)
    #expect(dead.value(of: "task.job.duration") == nil)
    #expect(dead.value(of: "task.job.death") == dead.time(of: .kill, who: 1))
    let alive = try ObservedRun(ShortJob(notifier: freeBatch).trial)
    let done = try #require(alive.time(of: .taskDone))
    #expect(alive.value(of: "task.job.duration") == done - exit - 1_000_000)
    #expect(alive.value(of: "task.job.death") == nil)
    let reason = alive.result.metrics.first { $0.name == "task.job.death" }?.value
    #expect(reason == .undefined(reason: "not killed"))
  }

  @Test func `each page that was set aside is a cleaner's or a requester's`() throws {
    let run = try ObservedRun(ShortJob(notifier: freeBatch).trial)
    let own = try #require(run.value(of: "notifier.own-pages"))
    let cleaned = try #require(run.value(of: "cleaner.pages"))
    #expect(own > 0 && cleaned > 0)
    #expect(own + cleaned == 1_996)
    #expect(try #require(run.value(of: "notifier.calls")) > 0)
  }

  @Test func `without cleaners memory comes back through notifiers alone, or not at all`() throws {
    let kept = try ObservedRun(ShortJob(notifier: PolicyChoice(name: "none"), cleaners: 0).trial)
    #expect(kept.result.outcome == .censored)
    #expect(kept.value(of: "guest.db.time-to-free") == nil)
    #expect(kept.value(of: "cleaner.pages") == 0)
    let all = PolicyChoice(
      name: "free-batch", arguments: [PolicyChoice.Argument(name: "pages", value: 4_096)])
    let cleaned = try ObservedRun(ShortJob(notifier: all, cleaners: 0).trial)
    #expect(cleaned.result.outcome == .done)
    #expect(cleaned.value(of: "notifier.own-pages") == 1_996)
    #expect(cleaned.value(of: "guest.db.time-to-free") != nil)
  }
}
