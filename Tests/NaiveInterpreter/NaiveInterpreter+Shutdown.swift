// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 4 of the model: the order to stop, and the walks.
extension NaiveInterpreter {
  /// What the walk does with a page.
  enum WalkStep { case synchronous, unmap, append, convert, newNode }

  /// The order to stop arrives.
  func stop(_ guest: NaiveGuest) {
    guard !guest.isKilled else { return }
    for vcpu in guest.load { remove(vcpu) }
    guest.stopTime = now
    noteStop()
    guest.walk.callsUltravisor = guest.way == .synchronous || guest.way == .reboot
    if guest.way == .free {
      if case .shutdown = guest.description.departure {
        for page in guest.pages { ledger.move(page: page, from: .guest(guest.number), to: .free) }
      }
      guest.position = guest.pages.count
      lifeEvent(.stop, of: guest)
      finishWalk(guest)
      return
    }
    if guest.way == .lazyShutdown { planTeardown(guest) }
    if guest.way == .reboot { planReboot(guest) }
    lifeEvent(.stop, of: guest)
    at(now, .walk, guest.number) {
      self.enter(guest.walk)
      let hasNothingToConvert = guest.way == .reboot && guest.synchronousFirst == 0
      if self.paysAfter, !hasNothingToConvert {
        self.work(guest.walk, for: 0) { self.walkOn(guest) }
      } else {
        self.walkOn(guest)
      }
    }
  }

  private func planTeardown(_ guest: NaiveGuest) {
    let others = guests.filter { $0 !== guest && $0.stopTime != nil && !$0.isFree && !$0.isKilled }
    let shared = guest.kinds.filter { $0 == .shared }.count
    let view = TeardownView(
      host: hostView, resident: guest.description.memory, shared: { Pages(Int64(shared)) },
      otherDyingGuests: Int32(others.count),
      reserve: Pages(ledger.count(.reserve(guest: guest.number))))
    let plan = guest.instance?.plan(view) ?? TeardownPlan()
    record.asked += 1
    if plan.synchronousFirst < 0 { noteIllegal(guest) }
    let first = min(max(plan.synchronousFirst.count, 0), guest.description.memory.count)
    guest.synchronousFirst = Int(first)
    guest.walk.callsUltravisor = first > 0
  }

  /// Goes on with the next page of a walk.
  func walkOn(_ guest: NaiveGuest) {
    if guest.way == .reboot {
      rebootWalkOn(guest)
      return
    }
    let index = guest.position
    guard index < guest.pages.count else {
      let owed = guest.owed
      guest.owed = Work(0)
      guard owed.length > 0 else {
        finishWalk(guest)
        return
      }
      // What the last page still owes is paid before the end.
      work(guest.walk, for: owed) { self.finishWalk(guest) }
      return
    }
    if index >= guest.synchronousFirst, guest.way == .lazyShutdown {
      guest.walk.callsUltravisor = false
    }
    let step = walkStep(guest, index)
    guest.position += 1
    if paysAfter {
      let base = cost(of: step, guest, index)
      let added = act(on: index, of: guest, step: step)
      guest.owed = Work(0)
      // A page that was destroyed instead of appended has not been appended.
      let total = guest.wasDestroyedInAct ? added : base + added
      work(guest.walk, for: total) { self.walkOn(guest) }
    } else {
      let length = cost(of: step, guest, index) + guest.owed
      guest.owed = Work(0)
      work(guest.walk, for: length) {
        guest.owed = self.act(on: index, of: guest, step: step)
        self.walkOn(guest)
      }
    }
  }

  private func walkStep(_ guest: NaiveGuest, _ index: Int) -> WalkStep {
    if guest.way == .unmapped || guest.kinds[index] == .shared { return .unmap }
    if guest.way == .synchronous || index < guest.synchronousFirst { return .synchronous }
    if guest.convertsRest || guest.converting > 0 { return .convert }
    return guest.openNode == nil ? .newNode : .append
  }

  private func cost(of step: WalkStep, _ guest: NaiveGuest, _ index: Int) -> Work {
    switch step {
    case .unmap: return Work(configuration.costs.unmap.nanoseconds)
    case .synchronous: return synchronousCall(guest, index)
    case .append: return Work(configuration.costs.append.nanoseconds)
    case .convert:
      return appendsAtNewNode
        ? plainCall(.destroy, destroyCost(guest.kinds[index])) : plainCall(.export, exportCost)
    case .newNode:
      return appendsAtNewNode
        ? Work(configuration.costs.append.nanoseconds) : plainCall(.export, exportCost)
    }
  }

  /// The act at a page of a walk.
  ///
  /// - Returns: What the act costs on top of the page's own cost.
  private func act(on index: Int, of guest: NaiveGuest, step: WalkStep) -> Work {
    guest.wasDestroyedInAct = false
    switch step {
    case .unmap, .synchronous:
      freeGuestPage(index, of: guest)
    case .convert:
      if guest.converting > 0 { guest.converting -= 1 }
      counters.fallback += 1
      freeGuestPage(index, of: guest)
    case .append:
      setAside(index, of: guest)
    case .newNode:
      return appendsAtNewNode ? appendWithNewNode(index, guest) : convertForNewNode(index, guest)
    }
    return Work(0)
  }

  func freeGuestPage(_ index: Int, of guest: NaiveGuest) {
    guest.leftPages += 1
    freePage(guest.pages[index], from: .guest(guest.number), by: guest.walk)
  }

  /// Puts a page into the open node.
  func setAside(_ index: Int, of guest: NaiveGuest) {
    guard let node = guest.openNode else { preconditionFailure("No node is open.") }
    let page = guest.pages[index]
    ledger.move(page: page, from: .guest(guest.number), to: .setAside(guest: guest.number))
    node.recorded += 1
    node.waiting.append(
      NaiveGuest.SetAsidePage(page: page, kind: guest.kinds[index], node: node))
    guest.everSetAside += 1
    counters.setAsideEver += 1
    counters.setAsidePeak = max(counters.setAsidePeak, pagesSetAside)
    if node.recorded == configuration.rules.pagesPerNode {
      node.isClosed = true
      guest.openNode = nil
    }
  }

  /// The walk has come to its end, or there is none: the memory of a `free` guest is free at once.
  func finishWalk(_ guest: NaiveGuest) {
    if guest.way != .free { noteSetAsidePeak() }
    if let node = guest.openNode {
      guest.openNode = nil
      node.isClosed = true
      if node.waiting.isEmpty {
        freeNode(node, of: guest, to: .list(guest.walk))
      }
    }
    let reserve = Ledger.Owner.reserve(guest: guest.number)
    ledger.moveAny(ledger.count(reserve), from: reserve, to: .free)
    if guest.walk.isOnCPU { leave(guest.walk) }
    guest.exitTime = now
    lifeEvent(.exit, of: guest)
    if guest.way == .reboot || isFreeReboot(guest) { beginNextBoot(guest) }
    checkAllFree(guest)
    let isWorkLeft = guest.way == .reboot ? guest.zombiesLeft > 0 : queue(of: guest) > 0
    guard isWorkLeft else { return }
    for number in 0..<Int(guest.description.cleaners) {
      at(now + configuration.costs.wake.nanoseconds, .cleaner, guest.number * 64 + number) {
        self.startCleaner(number, of: guest)
      }
    }
  }

  func isFreeReboot(_ guest: NaiveGuest) -> Bool {
    guard guest.way == .free, case .reboot = guest.description.departure else { return false }
    return true
  }

  /// All-free, if the guest has left and nothing of it is in use any more.
  func checkAllFree(_ guest: NaiveGuest) {
    guard guest.exitTime != nil, !guest.isFree, !guest.isKilled else { return }
    let number = guest.number
    if guest.way == .reboot {
      guard guest.zombiesLeft == 0 else { return }
    } else if !isFreeReboot(guest) {
      let held = [Ledger.Owner.guest(number), .setAside(guest: number), .inHand(guest: number)]
      guard held.allSatisfy({ ledger.count($0) == 0 }), ledger.count(.node(guest: number)) == 0
      else { return }
    }
    guest.allFreeTime = now
    noteShares(of: guest)
    lifeEvent(.allFree, of: guest)
    notifierWaitEnds(for: guest)
  }
}
