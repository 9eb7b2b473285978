// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 4 of the model: nodes and what happens when none can be had; the list.
extension NaiveInterpreter {
  /// By whom a page goes to the zone.
  enum WayToFree {
    /// On the list of this actor's CPU.
    case list(Actor)
    /// Straight.
    case straight
  }

  /// The page is exported, and it is the price of a node.
  func convertForNewNode(_ index: Int, _ guest: NaiveGuest) -> Work {
    if guest.lastAttemptFailed { counters.fallback += 1 } else { counters.nodeExports += 1 }
    if tryNode(guest) {
      freeGuestPage(index, of: guest)
      return Work(configuration.costs.node.nanoseconds)
    }
    switch askFailed(index, guest) {
    case .recyclePage:
      recycle(index, of: guest)
    case .takeReserve:
      takeReserve(guest)
      freeGuestPage(index, of: guest)
    case .convertRest:
      guest.convertsRest = true
      freeGuestPage(index, of: guest)
    case .convert(let pages):
      guest.converting = Int(clamping: pages.count - 1)
      freeGuestPage(index, of: guest)
    }
    return Work(configuration.costs.failedNode.nanoseconds)
  }

  /// The page is appended to a new node, or destroyed at once when there is none.
  func appendWithNewNode(_ index: Int, _ guest: NaiveGuest) -> Work {
    if tryNode(guest) {
      setAside(index, of: guest)
      return Work(configuration.costs.node.nanoseconds)
    }
    let failed = Work(configuration.costs.failedNode.nanoseconds)
    let call = plainCall(.destroy, destroyCost(guest.kinds[index]))
    let destroyed = failed + Work(call.length)
    let answer = askFailed(index, guest)
    if case .takeReserve = answer {
      takeReserve(guest)
      setAside(index, of: guest)
      return failed
    }
    guest.wasDestroyedInAct = true
    count(call.calls, of: guest.walk)
    counters.fallback += 1
    if case .recyclePage = answer {
      recycle(index, of: guest)
      return destroyed
    }
    if case .convertRest = answer { guest.convertsRest = true }
    if case .convert(let pages) = answer { guest.converting = Int(clamping: pages.count - 1) }
    freeGuestPage(index, of: guest)
    return destroyed
  }

  private func tryNode(_ guest: NaiveGuest) -> Bool {
    let reserve = ledger.count(.reserve(guest: guest.number))
    let mechanism = guest.description.nodeClass
    let view = NodeRequestView(
      host: hostView, nodes: guest.nodesHad, reserve: Pages(reserve), nodeClass: mechanism)
    counters.nodeAttempts += 1
    noteSetAsidePeak()
    var allocationClass = mechanism
    switch request(of: guest, view) {
    case .fromReserve:
      if reserve > 0 {
        let page = ledger.moveAny(
          from: .reserve(guest: guest.number), to: .node(guest: guest.number))
        nodeGot(guest, page)
        return true
      }
    case .allocate(let wanted):
      if wanted != .kernel { allocationClass = wanted }
    case .always(let wanted):
      if wanted != .kernel {
        allocationClass = wanted
        guest.settledClass = wanted
      }
    }
    wakeKswapdIfLow()
    let mark =
      configuration.rules.nodeFloor == .min ? floor(of: .kernel) : floor(of: allocationClass)
    if free > mark {
      nodeGot(guest, takePage(for: guest.walk, to: .node(guest: guest.number)))
      return true
    }
    counters.nodeFailures += 1
    guest.failures += 1
    guest.failuresInARow += 1
    guest.lastAttemptFailed = true
    emit(.nodeFailed, guest.number, guest.failures)
    return false
  }

  private func request(of guest: NaiveGuest, _ view: NodeRequestView) -> NodeRequest {
    if let settled = guest.settledClass { return .allocate(settled) }
    record.asked += 1
    let answer = guest.instance?.request(view) ?? .allocate(view.nodeClass)
    switch answer {
    case .fromReserve: if view.reserve <= 0 { noteIllegal(guest) }
    case .allocate(let wanted), .always(let wanted): if wanted == .kernel { noteIllegal(guest) }
    }
    return answer
  }

  private func nodeGot(_ guest: NaiveGuest, _ page: Int) {
    let node = NaiveGuest.Node(page: page)
    guest.nodes.append(node)
    guest.openNode = node
    guest.nodesHad += 1
    guest.failuresInARow = 0
    guest.lastAttemptFailed = false
    emit(.nodeGot, guest.number, guest.nodesHad)
    noteOverhead()
  }

  /// Asks what happens after a failure, and clamps the answer.
  private func askFailed(_ index: Int, _ guest: NaiveGuest) -> NodeFailureAnswer {
    guard !guest.isReplaced else { return .convert(1) }
    let reserve = ledger.count(.reserve(guest: guest.number))
    var view = NodeFailureView(
      host: hostView, failuresInARow: guest.failuresInARow, failures: guest.failures,
      reserve: Pages(reserve), setAside: Pages(guest.everSetAside),
      pagesLeft: Pages(Int64(guest.pages.count - index - 1)))
    let answer = guest.instance?.failed(&view) ?? .convert(1)
    record.asked += 1
    record.infeasible += view.infeasibleReads
    switch answer {
    case .convert(let pages):
      if pages < 1 { noteIllegal(guest) }
      return .convert(max(pages, 1))
    case .convertRest: return .convertRest
    case .recyclePage: return .recyclePage
    case .takeReserve:
      if reserve > 0 { return .takeReserve }
      noteIllegal(guest)
      return .convert(1)
    }
  }

  private func takeReserve(_ guest: NaiveGuest) {
    let number = guest.number
    nodeGot(guest, ledger.moveAny(from: .reserve(guest: number), to: .node(guest: number)))
  }

  private func recycle(_ index: Int, of guest: NaiveGuest) {
    let number = guest.number
    ledger.move(page: guest.pages[index], from: .guest(number), to: .node(guest: number))
    guest.leftPages += 1
    nodeGot(guest, guest.pages[index])
  }

  /// Set-aside pages that nobody has taken.
  func queue(of guest: NaiveGuest) -> Int64 { ledger.count(.setAside(guest: guest.number)) }

  /// Takes the next page of the list into somebody's hand.
  func takeSetAside(of guest: NaiveGuest) -> NaiveGuest.SetAsidePage? {
    let node: NaiveGuest.Node?
    switch configuration.rules.cleaningOrder {
    case .newestNodeFirst: node = guest.nodes.last { !$0.waiting.isEmpty }
    case .oldestFirst: node = guest.nodes.first { !$0.waiting.isEmpty }
    }
    guard let node else { return nil }
    let taken = node.waiting.removeFirst()
    let number = guest.number
    ledger.move(page: taken.page, from: .setAside(guest: number), to: .inHand(guest: number))
    // The node of a last page goes with it: whoever took the page frees the node after it.
    if node.isClosed, node.waiting.isEmpty { node.freedAfter = taken.page }
    return taken
  }

  /// Frees a page that somebody has cleaned, and its node if it was the last one of that.
  func freeSetAside(_ taken: NaiveGuest.SetAsidePage, of guest: NaiveGuest, to way: WayToFree) {
    let hand = Ledger.Owner.inHand(guest: guest.number)
    switch way {
    case .straight: ledger.move(page: taken.page, from: hand, to: .free)
    case .list(let actor): freePage(taken.page, from: hand, by: actor)
    }
    guest.pageCounter += 1
    guest.leftPages += 1
    if taken.node.freedAfter == taken.page {
      freeNode(taken.node, of: guest, to: way)
    }
    notifierCounterGrew(of: guest)
  }

  func freeNode(_ node: NaiveGuest.Node, of guest: NaiveGuest, to way: WayToFree) {
    let owner = Ledger.Owner.node(guest: guest.number)
    switch way {
    case .straight: ledger.move(page: node.page, from: owner, to: .free)
    case .list(let actor): freePage(node.page, from: owner, by: actor)
    }
    guest.nodes.removeAll { $0 === node }
    guest.nodeCounter += node.recorded + 1
  }
}
