// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 4 of the model: cleaners, and contention for the Ultravisor.
extension NaiveInterpreter {
  func startCleaner(_ number: Int, of guest: NaiveGuest) {
    guard !guest.isKilled else { return }
    let actor = newActor(.cleaner, guest.number * 64 + number)
    actor.callsUltravisor = true
    actor.nextWeight = guest.description.cleanerWeight
    actor.group = cleanerGroups[guest.number]
    let cleaner = NaiveCleaner(
      guest: guest, actor: actor,
      throttle: makeThrottle(for: "\(guest.description.name).\(number)"), started: now)
    guest.cleaners.append(cleaner)
    record.cleaners.append(NaiveRecord.CleanerSpan(from: now, actor: actor))
    guest.cleanersAtWork += 1
    cleanersAtWork += 1
    noteChange(.cleaners)
    enter(actor)
    emit(.cleanerStart, actor.index)
    cleanerGoesOn(cleaner, hasJustEntered: true)
  }

  /// Takes the next page, if there is one.
  private func cleanerGoesOn(_ cleaner: NaiveCleaner, hasJustEntered: Bool) {
    if paysAfter {
      if hasJustEntered {
        work(cleaner.actor, for: 0) { self.cleanAndPay(cleaner) }
      } else {
        cleanAndPay(cleaner)
      }
      return
    }
    guard let page = takeForCleaner(cleaner) else {
      endCleaner(cleaner)
      return
    }
    work(cleaner.actor, for: destroyCall(page.kind)) {
      self.finishPage(page, cleaner)
      guard self.isWorkLeft(for: cleaner) else {
        self.endCleaner(cleaner)
        return
      }
      if let pause = self.pauseAfterPage(cleaner) {
        self.pauseCleaner(cleaner, for: pause)
      } else {
        self.cleanerGoesOn(cleaner, hasJustEntered: false)
      }
    }
  }

  /// The page is free at once, then the cleaner works for it.
  private func cleanAndPay(_ cleaner: NaiveCleaner) {
    guard let page = takeForCleaner(cleaner) else {
      endCleaner(cleaner)
      return
    }
    finishPage(page, cleaner)
    let pause = isWorkLeft(for: cleaner) ? pauseAfterPage(cleaner) : nil
    work(cleaner.actor, for: destroyCall(page.kind)) {
      if let pause {
        self.pauseCleaner(cleaner, for: pause)
      } else {
        self.cleanerGoesOn(cleaner, hasJustEntered: false)
      }
    }
  }

  /// A page in a cleaner's hand: of the list, or a zombie.
  private enum CleanerPage {
    case setAside(NaiveGuest.SetAsidePage)
    case zombie(NaiveGuest.PageKind)

    var kind: NaiveGuest.PageKind {
      switch self {
      case .setAside(let page): page.kind
      case .zombie: .clean
      }
    }
  }

  private func takeForCleaner(_ cleaner: NaiveCleaner) -> CleanerPage? {
    guard cleaner.guest.way == .reboot else {
      return takeSetAside(of: cleaner.guest).map { .setAside($0) }
    }
    return takeZombie(for: cleaner).map { .zombie(cleaner.guest.kinds[$0]) }
  }

  private func finishPage(_ page: CleanerPage, _ cleaner: NaiveCleaner) {
    cleaner.finished += 1
    counters.cleanedPages += 1
    switch page {
    case .setAside(let taken): freeSetAside(taken, of: cleaner.guest, to: .list(cleaner.actor))
    case .zombie:
      cleaner.guest.zombiesLeft -= 1
      noteShares(of: cleaner.guest)
    }
    checkAllFree(cleaner.guest)
  }

  private func isWorkLeft(for cleaner: NaiveCleaner) -> Bool {
    cleaner.guest.way == .reboot ? hasZombies(for: cleaner) : queue(of: cleaner.guest) > 0
  }

  /// The ask point after a page.
  ///
  /// - Returns: How long the cleaner pauses now; nil when it does not.
  private func pauseAfterPage(_ cleaner: NaiveCleaner) -> Int64? {
    let instant = SimulatedInstant(nanoseconds: now)
    var pace: CleanerPace
    if let old = cleaner.pace,
      old.lease.holds(
        after: cleaner.covered, free: free, now: instant, changed: cleaner.changes)
    {
      pace = old
      cleaner.covered += 1
    } else {
      pace = askPace(cleaner)
      cleaner.pace = pace
      cleaner.covered = 1
      cleaner.changes = StepwiseChanges(rawValue: 0)
      cleaner.counter = Int64(max(pace.burst, 1))
      cleaner.actor.nextWeight = Int64(min(max(pace.weight, 1), 10_000))
    }
    cleaner.counter -= 1
    guard cleaner.counter == 0 else { return nil }
    cleaner.counter = Int64(max(pace.burst, 1))
    guard pace.pause > .zero else { return nil }
    counters.throttled += 1
    if free < lowMark { record.pausesInNeed.append(pace.pause.nanoseconds) }
    return pace.pause.nanoseconds
  }

  private func askPace(_ cleaner: NaiveCleaner) -> CleanerPace {
    guard !cleaner.guest.isReplaced else { return .unpaced(.prediction.indifferent(to: .any)) }
    let pace = cleaner.throttle.pace(view(for: cleaner))
    record.asked += 1
    if pace.burst < 1 || pace.pause < .zero || pace.weight < 1 || pace.weight > 10_000 {
      noteIllegal(cleaner.guest)
    }
    return pace
  }

  private func view(for cleaner: NaiveCleaner) -> CleanerView {
    var view = CleanerView()
    view.host = hostView
    view.finished = Pages(cleaner.finished)
    let guest = cleaner.guest
    view.queue = Pages(guest.way == .reboot ? guest.zombiesLeft : queue(of: guest))
    view.started = SimulatedInstant(nanoseconds: cleaner.started)
    return view
  }

  private func pauseCleaner(_ cleaner: NaiveCleaner, for pause: Int64) {
    leave(cleaner.actor)
    sleep(cleaner.actor, until: now + pause) {
      self.enter(cleaner.actor)
      self.cleanerGoesOn(cleaner, hasJustEntered: true)
    }
  }

  func endCleaner(_ cleaner: NaiveCleaner) {
    remove(cleaner.actor)
    for index in record.cleaners.indices where record.cleaners[index].actor === cleaner.actor {
      record.cleaners[index].to = now
    }
    cleaner.guest.cleaners.removeAll { $0 === cleaner }
    cleaner.guest.cleanersAtWork -= 1
    cleanersAtWork -= 1
    noteChange(.cleaners)
    emit(.cleanerEnd, cleaner.actor.index)
  }

}
