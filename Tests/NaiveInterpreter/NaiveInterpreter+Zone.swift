// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 3 of the model: marks, per-CPU lists, kswapd.
extension NaiveInterpreter {
  var free: Int64 { ledger.count(.free) }
  var reclaimable: Int64 { ledger.count(.pageCache) }

  /// What free memory must stay above for a request of a class.
  func floor(of allocationClass: AllocationClass) -> Int64 {
    let reserve = configuration.host.lowmemReserve.count
    let mark = minimumMark - reserve
    let half = mark - mark / 2
    switch allocationClass {
    case .kernel, .nowait: return mark + reserve
    case .atomicNoMemalloc: return half + reserve
    case .atomic: return half - half / 4 + reserve
    case .memalloc: return 0
    }
  }

  /// Takes a page that the request may have, by the list of the actor's CPU.
  @discardableResult
  func takePage(for actor: Actor, to owner: Ledger.Owner) -> Int {
    guard let cpu = listNumber(of: actor) else {
      let page = ledger.moveAny(from: .free, to: owner)
      noteFree()
      return page
    }
    let list = Ledger.Owner.list(cpu: cpu)
    if ledger.count(list) == 0 {
      counters.listRefills += 1
      ledger.moveAny(min(refill(cpu), free), from: .free, to: list)
      noteFree()
    }
    switch configuration.rules.perCPULists {
    case .allocFactor: lists[cpu].freeRun >>= 1
    case .freeFactor: lists[cpu].factor >>= 1
    case .batch: break
    }
    return ledger.moveAny(from: list, to: owner)
  }

  /// How many pages an empty list asks the zone for.
  private func refill(_ cpu: Int) -> Int64 {
    switch configuration.rules.perCPULists {
    case .batch:
      hit(.batchRefill)
      return batch
    case .freeFactor:
      hit(.freeFactorRefill)
      return batch
    case .allocFactor:
      hit(.allocFactorRefill)
      let most = max(listBase - batch, batch)
      let wanted = batch << Int64(lists[cpu].factor)
      if wanted <= most, lists[cpu].factor < 5 { lists[cpu].factor += 1 }
      return min(wanted, most)
    }
  }

  /// Frees a page on the list of the actor's CPU.
  func freePage(_ page: Int, from owner: Ledger.Owner, by actor: Actor) {
    guard let cpu = listNumber(of: actor) else {
      ledger.move(page: page, from: owner, to: .free)
      return
    }
    let list = Ledger.Owner.list(cpu: cpu)
    ledger.move(page: page, from: owner, to: list)
    if configuration.rules.perCPULists == .allocFactor {
      lists[cpu].factor >>= 1
      lists[cpu].freeRun = min(lists[cpu].freeRun + 1, batch << 5)
    }
    let isLowered = kswapd.isOnCPU && configuration.rules.perCPULists != .batch
    let high = isLowered ? min(4 * batch, listBase) : listBase
    guard ledger.count(list) >= high else { return }
    counters.listFlushes += 1
    ledger.moveAny(min(flush(cpu, high: high), ledger.count(list)), from: list, to: .free)
  }

  /// How many pages a list that is too long gives back.
  private func flush(_ cpu: Int, high: Int64) -> Int64 {
    switch configuration.rules.perCPULists {
    case .batch:
      hit(.batchFlush)
      return batch
    case .freeFactor:
      hit(.freeFactorFlush)
      guard high >= batch else { return 1 }
      let wanted = batch << Int64(lists[cpu].factor)
      if wanted < high - batch, lists[cpu].factor < 5 {
        lists[cpu].factor += 1
        hit(.freeFactorGrows)
      }
      return min(max(wanted, batch), high - batch)
    case .allocFactor:
      hit(.allocFactorFlush)
      guard high >= batch else { return 1 }
      return min(max(lists[cpu].freeRun, batch), max(batch, high - batch))
    }
  }

  /// Frees any page of somebody.
  func freeAnyPage(from owner: Ledger.Owner, by actor: Actor) {
    // The page goes through the actor's hands, so that it is a certain one.
    let page = ledger.moveAny(from: owner, to: .kernel)
    freePage(page, from: .kernel, by: actor)
  }

  /// Gives the pages of all lists back to the zone.
  func drainLists(for thread: NaiveThread) {
    for cpu in lists.indices {
      let list = Ledger.Owner.list(cpu: cpu)
      ledger.moveAny(ledger.count(list), from: list, to: .free)
    }
    emit(.drain, thread.actor.index)
  }

  private func listNumber(of actor: Actor) -> Int? {
    guard !isUnlimited, configuration.host.perCPUListHigh != .off else { return nil }
    guard let cpu = actor.cpu else { preconditionFailure("A page moves by nobody's list.") }
    return cpu
  }

  private var batch: Int64 { configuration.host.perCPUListBatch.count }

  private var listBase: Int64 {
    switch configuration.host.perCPUListHigh {
    case .off: return 0
    case .pages(let pages): return pages.count
    case .kernel:
      if configuration.rules.perCPULists == .batch { return 6 * batch }
      let low = lowMark - configuration.host.lowmemReserve.count
      return max(low / Int64(processors.count), 4 * batch)
    }
  }

  private func noteFree() { counters.freeMinimum = min(counters.freeMinimum, free) }

  /// Any request that finds little free memory wakes kswapd before anything else.
  func wakeKswapdIfLow() {
    guard free <= lowMark, kswapdSleeps, kswapdFailures < 16 else { return }
    kswapdSleeps = false
    noteChange(.kswapd)
    emit(.kswapdWake, 0, kswapdFailures)
    record.kswapdWakes += 1
    sleep(kswapd, until: now + configuration.costs.wake.nanoseconds) {
      self.enter(self.kswapd)
      self.kswapdGoesOn()
    }
  }

  private func kswapdGoesOn() {
    if free >= highMark {
      kswapdLeaves(.kswapdSleep)
    } else if reclaimable > 0 {
      ledger.moveAny(from: .pageCache, to: .kswapd)
      work(kswapd, for: scanAndReclaimCost) {
        self.freeAnyPage(from: .kswapd, by: self.kswapd)
        self.counters.scannedByKswapd += 1
        self.counters.stolenByKswapd += 1
        self.kswapdFailures = 0
        self.kswapdGoesOn()
      }
    } else {
      work(kswapd, for: configuration.costs.fruitlessPass.nanoseconds) {
        if self.freeSlab(by: self.kswapd) {
          self.hit(.slabByKswapd)
          self.kswapdFailures = 0
          self.kswapdGoesOn()
          return
        }
        self.kswapdFailures += 1
        if self.kswapdFailures >= 16 {
          self.kswapdLeaves(.kswapdHopeless)
        } else {
          self.kswapdGoesOn()
        }
      }
    }
  }

  /// What a pass frees that finds no page cache.
  func freeSlab(by actor: Actor) -> Bool {
    let number = min(ledger.count(.slab), configuration.rules.slabPagesPerPass)
    for _ in 0..<number { freeAnyPage(from: .slab, by: actor) }
    return number > 0
  }

  private func kswapdLeaves(_ kind: NaiveEvent.Kind) {
    leave(kswapd)
    kswapdSleeps = true
    noteChange(.kswapd)
    emit(kind, 0, kswapdFailures)
    if kind == .kswapdHopeless { record.hopeless.append((from: now, to: nil)) }
  }

  var scanAndReclaimCost: Int64 {
    configuration.costs.scan.nanoseconds + configuration.costs.reclaim.nanoseconds
  }
}
