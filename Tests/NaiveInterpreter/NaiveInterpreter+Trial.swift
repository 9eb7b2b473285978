// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// The start of a trial, its clock, its events and its policies.
extension NaiveInterpreter {
  var isUnlimited: Bool { processors.isEmpty }
  var paysAfter: Bool { configuration.rules.payment == .after }
  var appendsAtNewNode: Bool { configuration.rules.pageAtNewNode == .appended }

  /// Pages on the lists of dying guests and in the hands of those who clean them.
  var pagesSetAside: Int64 {
    guests.reduce(0) {
      $0 + ledger.count(.setAside(guest: $1.number)) + ledger.count(.inHand(guest: $1.number))
    }
  }

  var zombies: Int64 { guests.reduce(0) { $0 + $1.zombiesLeft } }

  /// Before anything else: reserves in the order of the guests; then what is known of the future.
  func prepareTrial() {
    counters.freeMinimum = free
    for guest in guests where guest.goes { fillReserve(of: guest) }
    for guest in guests {
      switch guest.description.departure {
      case .none: break
      case .shutdown(let when), .reboot(let when):
        let time = draw(when, "guest.\(guest.description.name).departure")
        at(time, .life, guest.number) { self.stop(guest) }
      }
      // With a CPU for everybody a load disturbs nobody: it only has useful time.
      guard !isUnlimited || configuration.slowdownWindow != nil,
        guest.description.load > .percent(0)
      else { continue }
      for vcpu in guest.load { sleep(vcpu, until: 0) { self.loadRuns(vcpu, of: guest) } }
    }
    for task in tasks { planStart(task) }
  }

  /// A busy vCPU never leaves; a less busy one works for its share of each jiffy.
  private func loadRuns(_ vcpu: Actor, of guest: NaiveGuest) {
    enter(vcpu)
    guard guest.description.load < .percent(100) else {
      work(vcpu, for: 1 << 60) {}
      return
    }
    let tick = Pages(configuration.host.tick.nanoseconds)
    let busy = max(1, guest.description.load.of(tick).count)
    work(vcpu, for: busy) {
      self.leave(vcpu)
      self.sleep(vcpu, until: self.now + tick.count - busy) { self.loadRuns(vcpu, of: guest) }
    }
  }

  private func fillReserve(of guest: NaiveGuest) {
    let name = guest.description.name
    let allocation = makePolicy(
      .allocationFailure, configuration.allocationFailure, for: name)
    if case .allocationFailure(let make)? = allocation?.factory, var setup = allocation?.setup {
      guest.instance = make(&setup)
    }
    let notifier = makePolicy(.oomNotifier, configuration.oomNotifier, for: name)
    if case .oomNotifier(let make)? = notifier?.factory, var setup = notifier?.setup {
      guest.notifier = make(&setup)
    }
    guard guest.description.isProtected, guest.description.teardown == .lazyShutdown,
      case .shutdown = guest.description.departure
    else { return }
    let view = ReserveView(
      host: hostView, resident: guest.description.memory,
      pagesPerNode: configuration.rules.pagesPerNode, reserve: 0)
    let wanted = guest.instance?.refill(view).count ?? 0
    record.asked += 1
    let granted = min(max(wanted, 0), max(free - minimumMark, 0))
    if granted != wanted { noteIllegal(guest) }
    ledger.moveAny(granted, from: .free, to: .reserve(guest: guest.number))
    reserved += granted
    counters.freeMinimum = min(counters.freeMinimum, free)
    noteOverhead()
  }

  func makeThrottle(for actor: String) -> ReclaimThrottleInstance {
    let made = makePolicy(.reclaimThrottle, configuration.reclaimThrottle, for: actor)
    guard case .reclaimThrottle(let make)? = made?.factory, var setup = made?.setup else {
      return ReclaimThrottleInstance()
    }
    return make(&setup)
  }

  private func makePolicy(_ role: PolicyRole, _ choice: PolicyChoice, for actor: String)
    -> (factory: PolicyRegistration.Factory, setup: PolicySetup)?
  {
    guard let registration = catalogue.registration(role, named: choice.name) else {
      preconditionFailure("The catalogue has no \(role.rawValue) named \(choice.name).")
    }
    var values: [String: Int64] = [:]
    for argument in choice.arguments { values[argument.name] = argument.value }
    let setup = PolicySetup(
      values: values, generator: generator(of: "policy.\(role.rawValue).\(actor)"))
    return (registration.factory, setup)
  }

  /// What a policy sees of the host now.
  var hostView: HostView {
    var view = HostView()
    view.now = SimulatedInstant(nanoseconds: now)
    view.free = Pages(free)
    view.watermarkMin = Pages(minimumMark)
    view.watermarkLow = Pages(lowMark)
    view.watermarkHigh = Pages(highMark)
    view.managed = configuration.host.memory
    view.reclaimable = Pages(reclaimable)
    view.setAside = Pages(pagesSetAside)
    view.zombies = Pages(zombies)
    view.waiters = waiters
    view.cleaners = cleanersAtWork
    view.kswapdAwake = !kswapdSleeps
    view.tick = configuration.host.tick
    return view
  }

  /// Tells every cleaner's lease what has changed.
  func noteChange(_ change: StepwiseChanges) {
    for guest in guests {
      for cleaner in guest.cleaners { cleaner.changes.insert(change) }
    }
  }

  func generator(of identity: String) -> SeededGenerator {
    SeededGenerator(seed: configuration.seed, identity: identity)
  }

  func draw(_ draw: Draw, _ identity: String) -> Int64 {
    var generator = generator(of: identity)
    return draw.value(using: &generator)
  }

  @discardableResult
  func schedule(
    at time: Int64, _ eventClass: Agenda.EventClass, _ index: Int, _ action: @escaping () -> Void
  ) -> Agenda.Ticket {
    precondition(time >= now, "An event is planned for the past.")
    return agenda.schedule(at: time, eventClass, index, action)
  }

  /// Plans something that nobody calls off.
  func at(
    _ time: Int64, _ eventClass: Agenda.EventClass, _ index: Int, _ action: @escaping () -> Void
  ) {
    schedule(at: time, eventClass, index, action)
  }

  func emit(_ kind: NaiveEvent.Kind, _ who: Int, _ value: Int64 = 0) {
    events.append(
      NaiveEvent(kind: kind, time: now, who: Int64(who), free: free, value: value))
  }

  /// An event in the life of a guest, for which tasks may wait.
  func lifeEvent(_ kind: NaiveEvent.Kind, of guest: NaiveGuest) {
    emit(kind, guest.number)
    switch kind {
    case .stop: planStarts(after: .stop, of: guest)
    case .exit: planStarts(after: .exit, of: guest)
    case .allFree: planStarts(after: .allFree, of: guest)
    default: break
    }
  }

  /// Lets time pass, and adds up what is integrated over it.
  func advance(to time: Int64) {
    let length = time - now
    now = time
    guard length > 0 else { return }
    counters.setAsideArea += pagesSetAside * length
    counters.zombieArea += zombies * length
    if free < highMark { counters.belowHigh += length }
    if free < lowMark { counters.belowLow += length }
    if free < minimumMark { counters.belowMinimum += length }
    if free < floor(of: .atomicNoMemalloc) { counters.belowHalfMinimum += length }
    for guest in guests where guest.stopTime != nil && !guest.isFree && !guest.isKilled {
      guest.unavailable += heldByDeadInstance(guest) * length
    }
  }

  func heldByDeadInstance(_ guest: NaiveGuest) -> Int64 {
    if isFreeReboot(guest), guest.exitTime != nil { return 0 }
    if guest.way == .reboot {
      return guest.exitTime == nil
        ? Int64(guest.pages.count) - guest.converted : guest.zombiesLeft
    }
    let number = guest.number
    return ledger.count(.guest(number)) + ledger.count(.setAside(guest: number))
      + ledger.count(.inHand(guest: number))
  }
}
