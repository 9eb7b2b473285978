// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import PolicyKit

/// The model of `Documentation/Model.md`, page by page and slice by slice.
///
/// Written from the document alone, for the engine to be held against. It favours what is obvious
/// over what is fast: every page has exactly one owner in a ledger, every slot of a CPU is walked,
/// nothing is batched and nothing has a closed form. Good for hosts of some 10,000 pages.
public final class NaiveInterpreter {
  let configuration: TrialConfiguration
  let catalogue: PolicyCatalogue

  // The state of the host.
  var now: Int64 = 0
  var agenda = Agenda()
  var ledger: Ledger
  var processors: [Processor]
  /// The same CPUs when they go by weighted time; empty otherwise.
  let fairProcessors: [FairProcessor]
  /// The weight of each group among the members of its parent.
  let groupWeights: [Int64]
  /// The group of each guest's cleaners.
  var cleanerGroups: [Int?] = []
  var isBalancePlanned = false
  /// The instant of one tick, and its number.
  let clock: (phase: Int64, first: Int64)
  var lists: [ListState]
  var actors: [Actor] = []
  let guests: [NaiveGuest]
  let tasks: [NaiveTask]
  var threads: [NaiveThread] = []

  // kswapd.
  let kswapd = Actor(.kswapd, 0)
  var kswapdSleeps = true
  var kswapdFailures: Int64 = 0

  // The OOM path.
  var lockHolder: NaiveThread?
  var notifierWait: NotifierWait?
  var victimsInFlight = 0
  var lastCall: Int64?
  var callsInEpisode: Int64 = 0
  /// Since when `out_of_memory()` has returned true without anybody getting a page.
  var returnedTrueSince: Int64?
  var outcome: RunOutcome?

  // What is counted.
  var events: [NaiveEvent] = []
  let record: NaiveRecord
  var waiters: Int32 = 0
  var cleanersAtWork: Int32 = 0
  var counters = NaiveCounters()
  /// Pages that reserves took at the start.
  var reserved: Int64 = 0
  var ruleHits = RuleHits()

  /// How a per-CPU list has lately been used.
  struct ListState {
    var freeRun: Int64 = 0
    var factor = 0
  }

  /// Prepares a run.
  ///
  /// - Precondition: The configuration fits the host's memory and names policies of the catalogue.
  public init(configuration: TrialConfiguration, catalogue: PolicyCatalogue) {
    self.configuration = configuration
    self.catalogue = catalogue
    record = NaiveRecord(tasks: configuration.tasks.count)
    var cpus = 0
    if case .count(let count) = configuration.host.cpus { cpus = Int(count) }
    processors = Array(repeating: Processor(), count: cpus)
    lists = Array(repeating: ListState(), count: cpus)
    let groups = configuration.resolvedCPUGroups
    groupWeights = groups.map { Self.weight($0.weight) }
    let parents = groups.map { group in groups.firstIndex { $0.name == group.parent } }
    let isFair = configuration.rules.scheduler != .roundRobin
    let weights = groupWeights
    fairProcessors = (0..<(isFair ? cpus : 0)).map {
      FairProcessor(number: $0, parents: parents, weights: weights)
    }
    clock = Self.clock(of: configuration)
    guests = configuration.guests.enumerated().map {
      NaiveGuest(number: $0.offset, description: $0.element)
    }
    tasks = configuration.tasks.enumerated().map { number, description in
      var bursts = SeededGenerator(
        seed: configuration.seed, identity: "task.\(description.name).bursts")
      if case .bursts(_, _, _, let stream?) = description.demand {
        bursts = SeededGenerator(seed: configuration.seed, stream: stream)
      }
      return NaiveTask(
        number: number, description: description, guests: configuration.guests.count,
        bursts: bursts)
    }
    ledger = Ledger(
      pages: Int(configuration.host.memory.count), cpus: cpus, guests: guests.count,
      tasks: tasks.count, threads: configuration.tasks.reduce(0) { $0 + Int($1.threads) })
    makeActors()
    joinGroups(groups.map(\.name))
    handOutMemory()
  }

  /// Runs the trial from its start to its end; to be called once.
  public func run() -> NaiveResult {
    prepareTrial()
    let until = limit
    planStartsWhenFree()
    while outcome == nil {
      guard let time = agenda.nextTime, time <= until, let entry = agenda.removeNext() else {
        advance(to: until)
        outcome = .censored
        break
      }
      advance(to: time)
      counters.steps += 1
      entry.action()
      planStartsWhenFree()
      noteSharesFree()
      if outcome == nil, isOver { outcome = record.replaced > 0 ? .policyReplaced : .done }
    }
    let result = outcome ?? .done
    emit(.end, 0, Int64(RunOutcome.allCases.firstIndex(of: result) ?? 0))
    noteSetAsidePeak()
    closeWindow()
    ledger.check()
    let readings = NaiveMetrics(self).readings()
    let closing = closingDigest
    // The agenda and the items hold closures that hold this object.
    agenda.removeAll()
    for actor in actors { actor.act = nil }
    for cpu in fairProcessors { cpu.clear() }
    notifierWait = nil
    return NaiveResult(
      events: events, outcome: result, end: now, counters: counters,
      readings: readings, usefulTime: record.usefulInWindow ?? [], closingDigest: closing,
      ruleHits: ruleHits)
  }

  /// The digest of the events and of the counters that close a run, in the order of the document.
  private var closingDigest: UInt64 {
    var digest = NaiveDigest()
    for event in events { digest.absorb(event) }
    let closing = [
      now, free, counters.allocatedPages, record.calls.destroys, record.calls.exports,
      record.calls.imports, counters.fallback, counters.nodeAttempts, counters.nodeFailures,
      counters.cleanedPages, counters.stolenByKswapd, counters.stolenDirectly,
      counters.barrenPassesFinished, counters.outOfMemoryCalls, counters.kills,
      counters.freeMinimum,
      record.calls.busy,
    ]
    for counter in closing { digest.absorb(counter) }
    return digest.value
  }

  private func makeActors() {
    actors = [kswapd] + guests.map(\.walk) + guests.map(\.exit) + tasks.map(\.exit)
    for task in tasks {
      for number in 0..<Int(task.description.threads) {
        let actor = newActor(.thread, threads.count)
        let thread = NaiveThread(actor: actor, task: task, numberInTask: number)
        threads.append(thread)
        task.threads.append(thread)
      }
    }
    var vcpus = 0
    var boots = 0
    for guest in guests {
      for _ in 0..<guest.description.vcpus {
        guest.load.append(newActor(.load, vcpus))
        vcpus += 1
      }
      for _ in 0..<guest.description.afterBoot.threads {
        let actor = newActor(.bootThread, boots)
        actor.callsUltravisor = true
        guest.bootThreads.append(actor)
        boots += 1
      }
    }
  }

  func newActor(_ eventClass: Agenda.EventClass, _ index: Int) -> Actor {
    let actor = Actor(eventClass, index)
    actors.append(actor)
    return actor
  }

  private func handOutMemory() {
    let host = configuration.host
    ledger.moveAny(host.inUseByKernel.count, from: .free, to: .kernel)
    ledger.moveAny(host.inUseAnonymous.count, from: .free, to: .anonymous)
    ledger.moveAny(host.cleanPageCache.count, from: .free, to: .pageCache)
    ledger.moveAny(host.mappedPageCache.count, from: .free, to: .mapped)
    ledger.moveAny(host.reclaimableSlab.count, from: .free, to: .slab)
    for guest in guests {
      for _ in 0..<guest.description.memory.count {
        guest.pages.append(ledger.moveAny(from: .free, to: .guest(guest.number)))
      }
      guest.kinds = kinds(of: guest)
    }
    for task in tasks {
      ledger.moveAny(task.description.resident.count, from: .free, to: .task(task.number))
    }
  }

  private func kinds(of guest: NaiveGuest) -> [NaiveGuest.PageKind] {
    let size = Int(guest.description.memory.count)
    switch guest.description.image {
    case .uniform:
      let shared = Int(guest.description.shared.of(guest.description.memory).count)
      return (0..<size).map { $0 < shared ? .shared : .clean }
    case .extents(let mean, let shared, let dirty, let stream):
      var generator =
        stream.map { SeededGenerator(seed: configuration.seed, stream: $0) }
        ?? generator(of: "guest.\(guest.description.name).image")
      var kinds: [NaiveGuest.PageKind] = []
      while kinds.count < size {
        let length = 1 + generator.exponential(mean: UInt64(mean.count))
        let bits = Int64(generator.next() >> 58)
        let kind: NaiveGuest.PageKind =
          bits < shared ? .shared : bits < shared + dirty ? .dirty : .clean
        let left = size - kinds.count
        kinds += Array(repeating: kind, count: min(Int(clamping: length), left))
      }
      return kinds
    }
  }

  private var isOver: Bool {
    let guestsAreGone = guests.allSatisfy { guest in
      !guest.goes || (guest.exitTime != nil && guest.isFree) || guest.isGoneAfterKill
    }
    guard guestsAreGone else { return false }
    let isEndless = !guests.contains { $0.goes }
    guard configuration.ending == .everythingDone else { return !isEndless }
    if isEndless, !tasks.contains(where: { $0.ends }) { return false }
    guard guests.allSatisfy({ $0.bootThreadsAtWork == 0 || $0.isKilled }) else { return false }
    guard victimsInFlight == 0, isWindowOver else { return false }
    return tasks.allSatisfy { task in
      !task.ends || task.isDead || task.hasFinished
        || (task.isDone && task.description.holds == nil)
    }
  }
}
