// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// A vCPU of the next boot that touches memory.
struct BootThread {
  let guest: Int32
  let lane: Int32
  /// Pages of its segment that are still to be touched.
  var pagesLeft: Int64 = 0
  /// Those of them that an earlier boot left behind; they come last.
  var zombiesLeft: Int64 = 0
  /// What cleaning the zombie of the present item costs, contention included.
  var zombieCost: Int64 = 0
  var isWorking = false
}

/// The boot after a reboot: it touches memory and pays for what an earlier one left behind.
extension HostEngine {
  /// The next boot has its first instruction.
  mutating func beginBoot(_ index: Int32) {
    let guest = guests + Int(index)
    let after = guest.pointee.description.afterBoot
    let memory = guest.pointee.description.memory
    guest.pointee.readyAt = Swift.max(1, after.readyAt.of(memory).count)
    guest.pointee.touchOrder = touchOrder(of: guest)
    for number in 0..<Int(after.threads) {
      wake(
        boots[guest.pointee.firstBoot + number].lane, after: guest.pointee.idle)
    }
  }

  private mutating func touchOrder(of guest: UnsafeMutablePointer<GuestState>) -> [Int32] {
    let description = guest.pointee.description
    let segment = ZombieMap.segmentPages
    let segments = (description.memory.count + segment - 1) / segment
    let touched = description.afterBoot.touch.of(description.memory).count
    let wanted = Swift.min((touched + segment - 1) / segment, segments)
    var order = (0..<Int32(segments)).map { $0 }
    if description.afterBoot.order == .random, order.count > 1 {
      var generator = SeededGenerator(
        seed: configuration.seed, identity: "guest.\(description.name).touch-order")
      for last in stride(from: order.count - 1, through: 1, by: -1) {
        order.swapAt(last, Int(generator.uniform(in: 0...Int64(last))))
      }
    }
    return Array(order.prefix(Int(wanted)))
  }

  /// A boot thread comes to the CPUs.
  mutating func wakeBoot(_ index: Int32) {
    let boot = boots + Int(index)
    enter(boot.pointee.lane, need: 0)
    setCaller(boot.pointee.lane, true)
    beginTouch(index)
  }

  private mutating func beginTouch(_ index: Int32) {
    let boot = boots + Int(index)
    let guest = guests + Int(boot.pointee.guest)
    if boot.pointee.pagesLeft == 0 {
      guard guest.pointee.nextTouch < guest.pointee.touchOrder.count else {
        leave(boot.pointee.lane)
        guest.pointee.bootThreadsAtWork -= 1
        checkEnd()
        return
      }
      takeSegment(boot, guest)
    }
    let isZombie = boot.pointee.pagesLeft <= boot.pointee.zombiesLeft
    let extra = isZombie ? stretch(costs.destroy) : 0
    let cost = stretch(costs.import) + extra
    boot.pointee.zombieCost = extra
    boot.pointee.isWorking = true
    lanes[Int(boot.pointee.lane)].itemCost = cost
    setNeed(boot.pointee.lane, cost)
    planBoot(index)
  }

  private mutating func takeSegment(
    _ boot: UnsafeMutablePointer<BootThread>, _ guest: UnsafeMutablePointer<GuestState>
  ) {
    let segment = Int64(guest.pointee.touchOrder[guest.pointee.nextTouch])
    guest.pointee.nextTouch += 1
    let start = segment * ZombieMap.segmentPages
    boot.pointee.pagesLeft = Swift.min(
      ZombieMap.segmentPages, guest.pointee.description.memory.count - start)
    boot.pointee.zombiesLeft = 0
    guard !guest.pointee.zombies.isEmpty else { return }
    let found = guest.pointee.zombies.zombies(in: segment)
    guest.pointee.zombies.take(found, from: segment)
    guest.pointee.inHand += found
    boot.pointee.zombiesLeft = found
    replanWorkers(of: boot.pointee.guest)
  }

  /// Says how many pages of a segment are alike.
  mutating func planBoot(_ index: Int32) {
    let boot = boots + Int(index)
    guard boot.pointee.isWorking else { return }
    let isZombie = boot.pointee.pagesLeft <= boot.pointee.zombiesLeft
    let run =
      isZombie ? boot.pointee.zombiesLeft : boot.pointee.pagesLeft - boot.pointee.zombiesLeft
    // Contention may have changed the cost of the items that follow the present one.
    let extra = isZombie ? stretch(costs.destroy) : 0
    setPlain(
      boot.pointee.lane, isZombie ? .touchZombie : .touch, flow: 0,
      cost: stretch(costs.import) + extra, left: run - 1, counted: boot.pointee.guest)
  }

  /// The act of a boot thread: a page is touched.
  mutating func actBoot(_ index: Int32) {
    let boot = boots + Int(index)
    let which = boot.pointee.guest
    let guest = guests + Int(which)
    let paid = lanes[Int(boot.pointee.lane)].itemCost
    let isZombie = boot.pointee.pagesLeft <= boot.pointee.zombiesLeft
    record.imports += 1
    record.ultravisorBusy += paid
    record.ultravisorWait += paid - costs.import - (isZombie ? costs.destroy : 0)
    boot.pointee.pagesLeft -= 1
    guest.pointee.touched += 1
    if guest.pointee.touched == guest.pointee.readyAt { markReady(which) }
    if isZombie {
      record.destroys += 1
      record.reuseTax[Int(which)] += boot.pointee.zombieCost
      record.zombieArea += Int128(now)
      boot.pointee.zombiesLeft -= 1
      guest.pointee.inHand -= 1
      countFreed(which)
    }
    beginTouch(index)
  }

  private mutating func markReady(_ index: Int32) {
    guests[Int(index)].readyTime = now
    emit(.ready, Int64(index))
  }

  /// The guest has been killed: its boot is over.
  mutating func endBoot(of index: Int32) {
    let guest = guests + Int(index)
    guard guest.pointee.isReboot else { return }
    for number in 0..<Int(guest.pointee.description.afterBoot.threads) {
      let boot = boots + guest.pointee.firstBoot + number
      leave(boot.pointee.lane)
      lanes[Int(boot.pointee.lane)].generation &+= 1
      boot.pointee.isWorking = false
    }
  }
}
