// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 4 of the model: reboots. Nothing becomes free; pages turn from the old boot's to clean.
extension NaiveInterpreter {
  private static let segmentLength = 256

  /// What the walk converts, and the zombies that it leaves.
  func planReboot(_ guest: NaiveGuest) {
    let size = guest.pages.count
    let gate = guest.description.synchronousBelow.count
    let isWhole = guest.description.teardown != .lazyReboot || Int64(size) <= gate
    guest.synchronousFirst = isWhole ? size : Int(gate)
  }

  func rebootWalkOn(_ guest: NaiveGuest) {
    let index = guest.position
    guard index < guest.synchronousFirst else {
      finishWalk(guest)
      return
    }
    guest.position += 1
    let cost =
      guest.kinds[index] == .shared
      ? Work(configuration.costs.unmap.nanoseconds) : synchronousCall(guest, index)
    if paysAfter { rebootPageIsDone(guest) }
    work(guest.walk, for: cost) {
      if !self.paysAfter { self.rebootPageIsDone(guest) }
      self.rebootWalkOn(guest)
    }
  }

  private func rebootPageIsDone(_ guest: NaiveGuest) {
    guest.converted += 1
    noteShares(of: guest)
  }

  /// The first instruction of the next boot.
  func beginNextBoot(_ guest: NaiveGuest) {
    let size = guest.pages.count
    let first = guest.way == .reboot ? guest.synchronousFirst : size
    let segments = (size + Self.segmentLength - 1) / Self.segmentLength
    guest.zombies = Array(repeating: [], count: segments)
    guest.isSegmentTaken = Array(repeating: false, count: segments)
    for index in first..<size where guest.kinds[index] != .shared {
      guest.zombies[index / Self.segmentLength].append(index)
      guest.zombiesLeft += 1
    }
    counters.zombiePeak = max(counters.zombiePeak, zombies)
    let boot = guest.description.afterBoot
    var order = Array(0..<segments)
    if boot.order == .random, segments > 1 {
      var generator = generator(of: "guest.\(guest.description.name).touch-order")
      for index in stride(from: segments - 1, through: 1, by: -1) {
        order.swapAt(index, Int(generator.uniform(in: 0...Int64(index))))
      }
    }
    let touched = Int(boot.touch.of(guest.description.memory).count)
    let number = (touched + Self.segmentLength - 1) / Self.segmentLength
    guest.segmentsToTouch = Array(order.prefix(number))
    let idle = draw(boot.idle, "guest.\(guest.description.name).idle")
    guest.bootThreadsAtWork = guest.bootThreads.count
    for thread in guest.bootThreads {
      at(now + idle, .bootThread, thread.index) {
        guard !guest.isKilled else { return }
        self.enter(thread)
        self.nextSegment(thread, guest)
      }
    }
  }

  private func nextSegment(_ thread: Actor, _ guest: NaiveGuest) {
    guard !guest.segmentsToTouch.isEmpty else {
      leave(thread)
      guest.bootThreadsAtWork -= 1
      return
    }
    let segment = guest.segmentsToTouch.removeFirst()
    let met = guest.zombies[segment]
    guest.zombies[segment] = []
    guest.isSegmentTaken[segment] = true
    let start = segment * Self.segmentLength
    let all = start..<min(start + Self.segmentLength, guest.pages.count)
    touch(all.filter { !met.contains($0) }[...], met[...], thread, guest)
  }

  /// Touches pages without zombies first, then the zombies.
  private func touch(
    _ clean: ArraySlice<Int>, _ met: ArraySlice<Int>, _ thread: Actor, _ guest: NaiveGuest
  ) {
    let importCost = configuration.ultravisor.import.nanoseconds
    if !clean.isEmpty {
      work(thread, for: stretchedCall(.import, importCost)) {
        self.pageTouched(guest)
        self.touch(clean.dropFirst(), met, thread, guest)
      }
    } else if !met.isEmpty {
      // Two calls, each stretched and rounded by itself.
      let destroy = destroyCall(.clean)
      let cost = stretchedCall(.import, importCost) + destroy
      work(thread, for: cost) {
        self.counters.zombiesMet += 1
        guest.reuseTax += destroy.length
        guest.zombiesLeft -= 1
        self.noteShares(of: guest)
        self.pageTouched(guest)
        self.checkAllFree(guest)
        self.touch(clean, met.dropFirst(), thread, guest)
      }
    } else {
      nextSegment(thread, guest)
    }
  }

  private func pageTouched(_ guest: NaiveGuest) {
    guest.touched += 1
    let share = guest.description.afterBoot.readyAt.of(guest.description.memory).count
    guard !guest.isReady, guest.touched >= share else { return }
    guest.isReady = true
    guest.readyTime = now
    emit(.ready, guest.number)
  }

  func hasZombies(for cleaner: NaiveCleaner) -> Bool {
    let guest = cleaner.guest
    if let segment = cleaner.segment, !guest.zombies[segment].isEmpty { return true }
    return guest.zombies.indices.contains {
      !guest.isSegmentTaken[$0] && !guest.zombies[$0].isEmpty
    }
  }

  func takeZombie(for cleaner: NaiveCleaner) -> Int? {
    let guest = cleaner.guest
    if let segment = cleaner.segment, !guest.zombies[segment].isEmpty {
      return guest.zombies[segment].removeFirst()
    }
    cleaner.segment = guest.zombies.indices.first {
      !guest.isSegmentTaken[$0] && !guest.zombies[$0].isEmpty
    }
    guard let segment = cleaner.segment else { return nil }
    guest.isSegmentTaken[segment] = true
    return guest.zombies[segment].removeFirst()
  }
}
