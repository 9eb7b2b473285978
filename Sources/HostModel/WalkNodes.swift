// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Nodes of the set-aside list: how the walk gets them, and how they go back.
extension HostEngine {
  var appendsAtNewNode: Bool {
    mutating get { configuration.rules.pageAtNewNode == .appended }
  }

  /// The act of a walk on a page that finds no room.
  @inline(__always)
  mutating func actAtBoundary(_ index: Int32) {
    let guest = guests + Int(index)
    notePeak()
    if !appendsAtNewNode {
      record.exports += 1
      record.ultravisorBusy += costs.export
      if guest.pointee.lastAttemptFailed { record.fallback += 1 } else { record.nodeExports += 1 }
      if paysAfter { guest.pointee.owed += costs.export }
    }
    if tryNode(index) {
      guest.pointee.owed += costs.node
      haveNode(guest, index)
      settlePage(index, success: true, recycled: false)
      return
    }
    guest.pointee.owed += costs.failedNode
    guest.pointee.failures += 1
    guest.pointee.failuresInARow += 1
    guest.pointee.lastAttemptFailed = true
    record.nodeFailures += 1
    emit(.nodeFailed, Int64(index), guest.pointee.failures)
    answerFailure(index, askFailed(guest))
  }

  /// Has a walk that finds no room put its page into a new node, if nothing is left to decide about it.
  ///
  /// - Returns: What is owed for it now, or nothing if it cannot be done in this way; then nothing has been done.
  @inline(__always)
  mutating func putIntoNewNode(
    _ guest: UnsafeMutablePointer<GuestState>, _ lane: UnsafeMutablePointer<Lane>
  ) -> Int64? {
    guard free > guest.pointee.nodeFloor, appendsAfter, free > marks.low || !kswapd.canBeWoken,
      guest.pointee.walked &+ 1 < guest.pointee.walkEnd, !lane.pointee.isCaller
    else { return nil }
    notePeak()
    record.nodeAttempts &+= 1
    takePage(lane.pointee.cpu)
    haveNode(guest, lane.pointee.owner)
    setAsidePage(guest)
    let owed = guest.pointee.owed &+ costs.node &+ costs.append
    guest.pointee.owed = 0
    return owed
  }

  private mutating func answerFailure(_ index: Int32, _ answer: NodeFailureAnswer) {
    let guest = guests + Int(index)
    switch answer {
    case .convert(let pages):
      guest.pointee.convertLeft = Swift.max(pages.count, 1) - 1
      settlePage(index, success: false, recycled: false)
    case .convertRest:
      guest.pointee.convertLeft = .max
      settlePage(index, success: false, recycled: false)
    case .takeReserve:
      guest.pointee.reserve -= 1
      haveNode(guest, index)
      settlePage(index, success: true, recycled: false)
    case .recyclePage:
      haveNode(guest, index)
      settlePage(index, success: false, recycled: true)
    }
  }

  /// Does with the page at a boundary what has been decided.
  @inline(__always)
  private mutating func settlePage(_ index: Int32, success: Bool, recycled: Bool) {
    let guest = guests + Int(index)
    if appendsAtNewNode, success {
      if paysAfter { guest.pointee.owed += costs.append }
      setAsidePage(guest)
      return
    }
    if appendsAtNewNode {
      let dirty = guest.pointee.image.kind == .dirty
      guest.pointee.owed += destroyCost(dirty: dirty)
      record.destroys += 1
      record.ultravisorBusy += destroyCost(dirty: dirty)
      record.fallback += 1
    }
    guest.pointee.image.pass(1)
    guest.pointee.walked += 1
    guest.pointee.mapped -= 1
    if !recycled { freePage(lanes[layout.walk + Int(index)].cpu) }
    countFreed(index)
  }

  private mutating func askFailed(_ guest: UnsafeMutablePointer<GuestState>) -> NodeFailureAnswer {
    guard !guest.pointee.isReplaced else { return .convert(1) }
    record.asked += 1
    var view = NodeFailureView(
      host: hostView(), failuresInARow: guest.pointee.failuresInARow,
      failures: guest.pointee.failures, reserve: Pages(guest.pointee.reserve),
      setAside: Pages(guest.pointee.setAsideTotal),
      pagesLeft: Pages(guest.pointee.walkEnd - guest.pointee.walked - 1))
    let answer = guest.pointee.allocationFailure.failed(&view)
    record.infeasible += view.infeasibleReads
    switch answer {
    case .convert(let pages) where pages < 1:
      noteIllegal(guest)
      return .convert(1)
    case .takeReserve where guest.pointee.reserve == 0:
      noteIllegal(guest)
      return .convert(1)
    default: return answer
    }
  }

  /// Tries to have a node; returns whether there is one.
  @inline(__always)
  private mutating func tryNode(_ index: Int32) -> Bool {
    let guest = guests + Int(index)
    record.nodeAttempts += 1
    switch askRequest(guest) {
    case .fromReserve:
      guest.pointee.reserve -= 1
      return true
    case .allocate(let allocationClass), .always(let allocationClass):
      wakeKswapdIfLow()
      guard free > nodeFloor(of: allocationClass) else { return false }
      takePage(lanes[layout.walk + Int(index)].cpu)
      return true
    }
  }

  /// What free memory must be above for a node in a class.
  private mutating func nodeFloor(of allocationClass: AllocationClass) -> Int64 {
    configuration.rules.nodeFloor == .min ? marks.min : marks.floor(of: allocationClass)
  }

  /// All further nodes of a guest are wanted in one class.
  private mutating func settleNodeClass(
    _ guest: UnsafeMutablePointer<GuestState>, _ allocationClass: AllocationClass
  ) {
    guest.pointee.nodeClass = allocationClass
    guest.pointee.nodeFloor = nodeFloor(of: allocationClass)
  }

  @inline(__always)
  private mutating func askRequest(_ guest: UnsafeMutablePointer<GuestState>) -> NodeRequest {
    if let settled = guest.pointee.nodeClass { return .allocate(settled) }
    let own = guest.pointee.description.nodeClass
    record.asked += 1
    let view = NodeRequestView(
      host: hostView(), nodes: guest.pointee.nodes, reserve: Pages(guest.pointee.reserve),
      nodeClass: own)
    let request = guest.pointee.allocationFailure.request(view)
    switch request {
    case .fromReserve where guest.pointee.reserve == 0, .allocate(.kernel), .always(.kernel):
      noteIllegal(guest)
      return .allocate(own)
    case .always(let settled): settleNodeClass(guest, settled)
    default: break
    }
    return request
  }

  @inline(__always)
  private mutating func haveNode(_ guest: UnsafeMutablePointer<GuestState>, _ index: Int32) {
    guest.pointee.list.openNode()
    guest.pointee.nodeRoom = configuration.rules.pagesPerNode
    guest.pointee.nodes &+= 1
    guest.pointee.nodePages &+= 1
    guest.pointee.failuresInARow = 0
    guest.pointee.lastAttemptFailed = false
    noteOverhead()
    emit(.nodeGot, Int64(index), guest.pointee.nodes)
  }

  /// The open node can take no more pages.
  mutating func closeNode(_ guest: UnsafeMutablePointer<GuestState>) {
    guard let total = guest.pointee.list.closeNode() else { return }
    freeNode(guest, total: total, cpu: lanes[layout.walk + (guest - guests)].cpu)
  }

  /// Gives a node page back and moves the node-wise counter.
  mutating func freeNode(
    _ guest: UnsafeMutablePointer<GuestState>, total: Int64, cpu: Int32
  ) {
    noteNodeFreed(guest, total: total)
    freePage(cpu)
  }

  /// Moves the node-wise counter as a node page goes back.
  @inline(__always)
  mutating func noteNodeFreed(_ guest: UnsafeMutablePointer<GuestState>, total: Int64) {
    guest.pointee.nodePages &-= 1
    guest.pointee.nodeCounter &+= total &+ 1
  }

  /// An answer had to be clamped; after 100 of them the default takes over.
  mutating func noteIllegal(_ guest: UnsafeMutablePointer<GuestState>) {
    record.illegal += 1
    guest.pointee.illegalAnswers += 1
    if guest.pointee.illegalAnswers == 100 {
      guest.pointee.isReplaced = true
      settleNodeClass(guest, guest.pointee.description.nodeClass)
      record.replaced += 1
    }
  }
}
