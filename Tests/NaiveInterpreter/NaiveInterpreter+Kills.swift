// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 5 of the model: the choice of a victim and its end.
extension NaiveInterpreter {
  private enum Victim {
    case guest(NaiveGuest)
    case task(NaiveTask)
  }

  func kill(for requester: NaiveThread) {
    guard let victim = worst() else {
      outcome = .panic
      return
    }
    counters.kills += 1
    switch victim {
    case .guest(let guest): recordKill(of: .guest(guest.number), guest: guest, task: nil)
    case .task(let task): recordKill(of: .task(task.number), guest: nil, task: task)
    }
    noteChange(.outOfMemory)
    switch victim {
    case .guest(let guest): kill(guest)
    case .task(let task): kill(task)
    }
    if case .task(let task) = victim, task === requester.task {
      lockHolder = nil
      return
    }
    unlockAndRetry(requester)
  }

  /// The highest badness; the first in the order of guests and tasks among equals, or the last.
  private func worst() -> Victim? {
    var best: (badness: Int64, victim: Victim)?
    func consider(_ victim: Victim, _ pages: Int64, _ adjustment: Int64) {
      guard adjustment > -1000 else { return }
      let memory = configuration.host.memory.count
      let lastDies = configuration.rules.badness == .lastAmongEquals
      let shift = lastDies ? adjustment * (memory / 1000) : adjustment * memory / 1000
      if lastDies, shift != adjustment * memory / 1000 { hit(.dividedFirst) }
      let badness = pages + shift
      if let best, best.badness == badness {
        guard lastDies else { return }
        hit(.lastOfEqualsDies)
      }
      if let best, best.badness > badness { return }
      best = (badness, victim)
    }
    for guest in guests where isKillable(guest) {
      consider(
        .guest(guest), ledger.count(.guest(guest.number)), guest.description.oomScoreAdjustment)
    }
    for task in tasks where task.exists {
      consider(
        .task(task), ledger.count(.task(task.number)), task.description.oomScoreAdjustment)
    }
    return best?.victim
  }

  /// Guests that are being shut down are nobody's any more; one that reboots lives.
  private func isKillable(_ guest: NaiveGuest) -> Bool {
    guard !guest.isKilled else { return false }
    guard guest.stopTime != nil else { return true }
    if case .reboot = guest.description.departure { return true }
    return false
  }

  private func kill(_ guest: NaiveGuest) {
    let owner = Ledger.Owner.guest(guest.number)
    emit(.kill, guest.exit.index, ledger.count(owner))
    guest.isKilled = true
    guest.killTime = now
    counters.guestKills += 1
    for actor in [guest.walk] + guest.load + guest.bootThreads { remove(actor) }
    for cleaner in guest.cleaners { endCleaner(cleaner) }
    guest.zombiesLeft = 0
    let reserve = Ledger.Owner.reserve(guest: guest.number)
    ledger.moveAny(ledger.count(reserve), from: reserve, to: .free)
    guest.exit.callsUltravisor = guest.description.isProtected
    var index = 0
    refund(
      guest.exit, owner,
      cost: {
        guard guest.description.isProtected, guest.kinds[index] != .shared else {
          return Work(self.configuration.costs.unmap.nanoseconds)
        }
        return self.destroyCall(guest.kinds[index])
      },
      next: {
        index += 1
        return guest.pages[index - 1]
      },
      then: { guest.isGoneAfterKill = true })
  }

  private func kill(_ task: NaiveTask) {
    let owner = Ledger.Owner.task(task.number)
    emit(.kill, task.exit.index, ledger.count(owner))
    task.life += 1
    task.isExiting = true
    task.killTimes.append(now)
    let awake = task.threads.filter(\.waitsForLock).map(\.lockWaitEnd).max() ?? now
    for thread in task.threads {
      if thread.stalledSince != nil {
        closeStall(thread, isCutOff: true)
        thread.stalledSince = nil
        waiters -= 1
        noteChange(.waiters)
      }
      thread.waitsForLock = false
      remove(thread.actor)
      let isolated = Ledger.Owner.isolated(thread: thread.actor.index)
      ledger.moveAny(ledger.count(isolated), from: isolated, to: .pageCache)
      if thread.current != nil, thread.pagesLeft > 0 { counters.killedRequests += 1 }
      if let lost = thread.current { task.lostRequests.append(lost.due) }
      thread.current = nil
      thread.pagesLeft = 0
    }
    refund(
      task.exit, owner, notBefore: awake,
      cost: { Work(self.configuration.costs.unmap.nanoseconds) }, next: { nil },
      then: { self.endOfVictim(task) })
  }

  /// A task that restarts goes on with its next burst; another one is gone.
  private func endOfVictim(_ task: NaiveTask) {
    task.isExiting = false
    guard let restart = task.description.restartsAfterKill, case .bursts = task.description.demand,
      let thread = task.threads.first
    else {
      task.isDead = true
      return
    }
    thread.isIdle = task.queue.isEmpty
    guard !thread.isIdle else { return }
    take(task.queue[0], thread)
    sleep(thread.actor, until: now + restart.nanoseconds) { self.enterThread(thread) }
  }

  /// Gives back what a victim held.
  private func refund(
    _ exit: Actor, _ owner: Ledger.Owner, notBefore awake: Int64 = 0,
    cost: @escaping () -> Work, next: @escaping () -> Int?, then: @escaping () -> Void
  ) {
    if configuration.rules.killRefund == .instant {
      ledger.moveAny(ledger.count(owner), from: owner, to: .free)
      emit(.exited, exit.index)
      then()
      return
    }
    victimsInFlight += 1
    var start = now + configuration.costs.wake.nanoseconds
    if configuration.rules.victimThreads == .holdMemory, awake > start {
      start = awake
      hit(.memoryHeld)
    }
    sleep(exit, until: start) {
      self.freeAll(exit, owner, cost: cost, next: next) {
        self.victimsInFlight -= 1
        self.emit(.exited, exit.index)
        then()
      }
    }
  }

  /// Gives back the memory of a task that is done, as an exit does.
  func exitWhenDone(_ task: NaiveTask) {
    hit(.completedTaskExits)
    task.isReleasing = true
    sleep(task.exit, until: now) {
      self.freeAll(
        task.exit, .task(task.number), cost: { Work(self.configuration.costs.unmap.nanoseconds) },
        next: { nil }
      ) {
        task.hasFinished = true
        self.emit(.exited, task.exit.index)
      }
    }
  }

  /// An exit enters, and frees page by page what somebody holds.
  private func freeAll(
    _ exit: Actor, _ owner: Ledger.Owner, cost: @escaping () -> Work, next: @escaping () -> Int?,
    then: @escaping () -> Void
  ) {
    func freeOne() {
      let page = next()
      if let page {
        freePage(page, from: owner, by: exit)
      } else {
        freeAnyPage(from: owner, by: exit)
      }
    }
    func goOn() {
      guard ledger.count(owner) > 0 else {
        leave(exit)
        then()
        return
      }
      let length = cost()
      if paysAfter {
        freeOne()
        work(exit, for: length) { goOn() }
      } else {
        work(exit, for: length) {
          freeOne()
          goOn()
        }
      }
    }
    enter(exit)
    if paysAfter {
      work(exit, for: 0) { goOn() }
    } else {
      goOn()
    }
  }
}
