// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 5 of the model: the chain of notifiers.
extension NaiveInterpreter {
  /// A requester that sleeps inside a notifier until a counter has grown.
  struct NotifierWait {
    let thread: NaiveThread
    let guest: NaiveGuest
    let counter: OutOfMemoryAnswer.Counter
    let target: Int64
    let wake: () -> Void
  }

  /// How far the chain has come.
  private final class Chain {
    var rest: ArraySlice<NaiveGuest> = []
    var freed: Int64 = 0
    var isAborted = false
  }

  /// A notifier that is being asked: what its guest's counters showed before.
  private struct Asking {
    let guest: NaiveGuest
    let pages: Int64
    let nodes: Int64
    let left: Int64
  }

  func callChain(_ thread: NaiveThread) {
    counters.outOfMemoryCalls += 1
    callsInEpisode = now - (lastCall ?? now) < 1_000_000_000 ? callsInEpisode + 1 : 1
    lastCall = now
    noteChange(.outOfMemory)
    emit(.outOfMemory, thread.actor.index, counters.outOfMemoryCalls)
    record.outOfMemoryCalls.append(now)
    noteSetAsidePeak()
    record.chains.append(NaiveRecord.Chain(from: now))
    let chain = Chain()
    let registered = guests.filter(isRegistered)
    let priorities = Set(registered.map { priority(of: $0) }).sorted(by: >)
    chain.rest =
      priorities.flatMap { one in
        byRegistration(registered.filter { priority(of: $0) == one })
      }[...]
    askNext(chain, thread)
  }

  private func priority(of guest: NaiveGuest) -> Int32 {
    guest.notifier?.registration.priority ?? 0
  }

  /// Notifiers of one priority in the order in which they are asked.
  private func byRegistration(_ equals: [NaiveGuest]) -> [NaiveGuest] {
    guard configuration.rules.chainOrder == .registration else { return equals }
    func instant(_ guest: NaiveGuest) -> Int64 {
      let isEarly = guest.notifier?.registration.phases.contains(.walking) ?? false
      return (isEarly ? guest.stopTime : guest.exitTime) ?? 0
    }
    let ordered = equals.sorted {
      instant($0) != instant($1) ? instant($0) < instant($1) : $0.number < $1.number
    }
    if ordered.map(\.number) != equals.map(\.number) { hit(.askedByRegistration) }
    return ordered
  }

  private func isRegistered(_ guest: NaiveGuest) -> Bool {
    guard let registration = guest.notifier?.registration, registration.scope == .global,
      guest.way == .lazyShutdown, guest.stopTime != nil, !guest.isFree, !guest.isKilled
    else { return false }
    return registration.phases.contains(guest.isWalking ? .walking : .cleaning)
  }

  private func askNext(_ chain: Chain, _ thread: NaiveThread) {
    guard let guest = chain.rest.popFirst() else {
      chainIsThrough(chain, thread)
      return
    }
    let view = OutOfMemoryView(
      host: hostView, freedByEarlier: Pages(chain.freed), setAside: Pages(queue(of: guest)),
      freedSoFar: Pages(guest.pageCounter), isWalking: guest.isWalking,
      cleaners: guest.cleanersAtWork, callsInEpisode: callsInEpisode,
      waitersForLock: Int32(threads.filter(\.waitsForLock).count),
      victimInFlight: victimsInFlight > 0)
    let asking = Asking(
      guest: guest, pages: guest.pageCounter, nodes: guest.nodeCounter,
      left: guest.leftPages)
    func through(_ counter: OutOfMemoryAnswer.Counter) {
      setStallPart(.reclaim, thread)
      let shown =
        counter == .pages
        ? guest.pageCounter - asking.pages : guest.nodeCounter - asking.nodes
      answered(shown, asking, chain, thread)
    }
    switch ask(guest, view) {
    case .nothing:
      answered(0, asking, chain, thread)
    case .abort:
      chain.isAborted = true
      answered(0, asking, chain, thread)
    case .freeNow(let wanted):
      let number = min(max(wanted.count, 0), queue(of: guest))
      setStallPart(.notifierWork, thread)
      if configuration.rules.notifierWork == .instant {
        freeAtOnce(number, guest, thread) {
          self.setStallPart(.reclaim, thread)
          self.answered(number, asking, chain, thread)
        }
      } else {
        cleanInNotifier(number, 0, guest, thread) {
          self.setStallPart(.reclaim, thread)
          self.answered($0, asking, chain, thread)
        }
      }
    case .wait(_, let atMost, _) where atMost <= .zero: answered(0, asking, chain, thread)
    case .sleep(let length, _) where length <= .zero: answered(0, asking, chain, thread)
    case .wait(let wanted, let atMost, let counter):
      let start = counter == .pages ? asking.pages : asking.nodes
      setStallPart(.notifierWait, thread)
      waitInNotifier(
        thread, guest, counter, target: start + max(wanted.count, 1), atMost: atMost.nanoseconds
      ) { through(counter) }
    case .sleep(let length, let counter):
      setStallPart(.notifierWait, thread)
      leave(thread.actor)
      sleep(thread.actor, until: endOfSleep(length.nanoseconds, isMsleep: true)) {
        self.enter(thread.actor)
        self.work(thread.actor, for: 0) { through(counter) }
      }
    }
  }

  /// The answer of a guest's notifier, which may have to be clamped.
  private func ask(_ guest: NaiveGuest, _ view: OutOfMemoryView) -> OutOfMemoryAnswer {
    guard !guest.isReplaced else { return .nothing }
    // The policy `none` registers nothing that could be called.
    if configuration.oomNotifier.name != "none" {
      counters.notifierCalls += 1
      record.asked += 1
    }
    let answer = guest.notifier?.outOfMemory(view) ?? .nothing
    let isLegal =
      switch answer {
      case .nothing, .abort: true
      case .freeNow(let pages): pages >= 0
      case .wait(let pages, let atMost, _): pages >= 1 && atMost >= .zero
      case .sleep(let length, _): length >= .zero
      }
    if !isLegal { noteIllegal(guest) }
    return answer
  }

  /// A notifier is through.
  private func answered(
    _ shown: Int64, _ asking: Asking, _ chain: Chain, _ thread: NaiveThread
  ) {
    chain.freed += shown
    let freed = asking.guest.leftPages - asking.left
    record.notifierFreed += freed
    record.notifierClaimed += shown
    if shown == 0, freed > 0 { record.notifierFalseZeros += 1 }
    emit(.notified, thread.actor.index, shown)
    askNext(chain, thread)
  }

  /// The requester cleans page by page, and works for each before it is free.
  private func cleanInNotifier(
    _ left: Int64, _ done: Int64, _ guest: NaiveGuest, _ thread: NaiveThread,
    then: @escaping (Int64) -> Void
  ) {
    guard left > 0, let page = takeSetAside(of: guest) else {
      thread.actor.callsUltravisor = false
      then(done)
      return
    }
    thread.actor.callsUltravisor = true
    work(thread.actor, for: destroyCall(page.kind)) {
      self.freeSetAside(page, of: guest, to: .list(thread.actor))
      self.counters.notifierPages += 1
      self.checkAllFree(guest)
      self.cleanInNotifier(left - 1, done + 1, guest, thread, then: then)
    }
  }

  /// All pages are free at once, then the requester works for them.
  private func freeAtOnce(
    _ number: Int64, _ guest: NaiveGuest, _ thread: NaiveThread, then: @escaping () -> Void
  ) {
    guard number > 0 else {
      then()
      return
    }
    thread.actor.callsUltravisor = true
    var cost = Work(0)
    for _ in 0..<number {
      guard let page = takeSetAside(of: guest) else { preconditionFailure("A page is missing.") }
      cost = cost + destroyCall(page.kind)
      freeSetAside(page, of: guest, to: .straight)
    }
    counters.notifierPages += number
    checkAllFree(guest)
    work(thread.actor, for: cost) {
      thread.actor.callsUltravisor = false
      then()
    }
  }

  private func waitInNotifier(
    _ thread: NaiveThread, _ guest: NaiveGuest, _ counter: OutOfMemoryAnswer.Counter,
    target: Int64, atMost: Int64, then: @escaping () -> Void
  ) {
    leave(thread.actor)
    func wake() {
      notifierWait = nil
      enter(thread.actor)
      work(thread.actor, for: 0) { then() }
    }
    notifierWait = NotifierWait(
      thread: thread, guest: guest, counter: counter, target: target, wake: wake)
    sleep(thread.actor, until: endOfSleep(atMost, isMsleep: false), then: wake)
    notifierCounterGrew(of: guest)
    if guest.isFree { notifierWaitEnds(for: guest) }
  }

  /// Looks whether a sleeping requester has what it waits for.
  func notifierCounterGrew(of guest: NaiveGuest) {
    guard let wait = notifierWait, wait.guest === guest else { return }
    let counter = wait.counter == .pages ? guest.pageCounter : guest.nodeCounter
    if counter >= wait.target { notifierWaitEnds(for: guest) }
  }

  func notifierWaitEnds(for guest: NaiveGuest) {
    guard let wait = notifierWait, wait.guest === guest else { return }
    notifierWait = nil
    remove(wait.thread.actor)
    sleep(wait.thread.actor, until: now, then: wait.wake)
  }

  private func chainIsThrough(_ chain: Chain, _ thread: NaiveThread) {
    record.chains[record.chains.count - 1].to = now
    if chain.freed > 0 || chain.isAborted || victimsInFlight > 0 {
      let since = returnedTrueSince ?? now
      returnedTrueSince = since
      record.returnsTrue[record.returnsTrue.count - 1].append(now)
      if now - since > 10_000_000_000 {
        outcome = .livelock
        return
      }
      unlockAndRetry(thread)
      return
    }
    kill(for: thread)
  }
}
