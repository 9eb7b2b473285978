// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 2 of the model: rings, slot by slot.
extension NaiveInterpreter {
  /// Puts an actor at the back of a ring; it gets its first item right after.
  func enter(_ actor: Actor) {
    precondition(!actor.isOnCPU, "An actor enters twice.")
    actor.act = nil
    actor.remaining = 0
    actor.enteredAt = now
    if isFair {
      enterFairly(actor)
      return
    }
    place(actor, on: isUnlimited ? 0 : chooseProcessor(for: actor))
  }

  /// Takes an actor off its CPU.
  func leave(_ actor: Actor) {
    agenda.cancel(actor.completion)
    actor.completion = nil
    actor.act = nil
    actor.runnableTime += now - actor.enteredAt
    if isFair {
      leaveFairly(actor)
    } else {
      removeFromRing(actor)
    }
  }

  /// Gives an actor its next item of work.
  func work(_ actor: Actor, for length: Int64, then act: @escaping () -> Void) {
    work(actor, for: Work(length), then: act)
  }

  /// Gives an actor its next item of work, with the calls of the Ultravisor that are in it.
  func work(_ actor: Actor, for item: Work, then act: @escaping () -> Void) {
    precondition(actor.isOnCPU && actor.act == nil, "An actor works off its CPU or twice.")
    actor.remaining = item.length
    actor.act = act
    actor.calls = item.calls
    if countsAtOnce(actor) {
      count(item.calls, of: actor)
      actor.calls = []
    }
    goOn(actor)
  }

  /// Takes an actor away from wherever it is, for good or until somebody enters it again.
  func remove(_ actor: Actor) {
    agenda.cancel(actor.wakeUp)
    actor.wakeUp = nil
    if actor.isOnCPU { leave(actor) }
  }

  /// Leaves for so long, then enters and does something.
  func sleep(_ actor: Actor, until time: Int64, then act: @escaping () -> Void) {
    precondition(!actor.isOnCPU, "An actor sleeps on its CPU.")
    actor.wakeUp = schedule(at: time, actor.eventClass, actor.index) {
      actor.wakeUp = nil
      act()
    }
  }

  private func chooseProcessor(for actor: Actor) -> Int {
    let lengths = processors.map(\.members.count)
    if let last = actor.lastCPU, lengths[last] == 0 { return last }
    let fewest = lengths.min() ?? 0
    if let last = actor.lastCPU, lengths[last] == fewest { return last }
    return lengths.firstIndex(of: fewest) ?? 0
  }

  private func place(_ actor: Actor, on cpu: Int) {
    actor.cpu = cpu
    actor.lastCPU = cpu
    actor.weight = actor.nextWeight
    guard !isUnlimited else { return }
    processors[cpu].members.append(actor)
    switch processors[cpu].members.count {
    case 1: beginSlot(on: cpu)
    case 2: endSolitude(on: cpu)
    default: break
    }
  }

  /// The member that was alone keeps the part of its quantum that it has used.
  private func endSolitude(on cpu: Int) {
    let first = processors[cpu].members[0]
    pause(first)
    let quantum = quantum(of: first)
    let used = (now - processors[cpu].slotBegan) % quantum
    processors[cpu].worksFrom = now
    setSlotEnd(now + quantum - used, on: cpu)
    goOn(first)
  }

  private func removeFromRing(_ actor: Actor) {
    guard let cpu = actor.cpu else { preconditionFailure("An actor leaves twice.") }
    pause(actor)
    actor.cpu = nil
    guard !isUnlimited else { return }
    guard let place = processors[cpu].members.firstIndex(where: { $0 === actor }) else {
      preconditionFailure("A member is not in its ring.")
    }
    processors[cpu].members.remove(at: place)
    switch processors[cpu].members.count {
    case 0: pull(to: cpu)
    case 1:
      pause(processors[cpu].members[0])
      beginSlot(on: cpu)
    default: if place == 0 { beginSlot(on: cpu) }
    }
  }

  /// An empty CPU takes the last member of the longest ring.
  private func pull(to cpu: Int) {
    setSlotEnd(nil, on: cpu)
    let lengths = processors.map(\.members.count)
    let most = lengths.max() ?? 0
    guard most >= 2, let source = lengths.firstIndex(of: most),
      let actor = processors[source].members.last
    else { return }
    counters.pulls += 1
    removeFromRing(actor)
    place(actor, on: cpu)
  }

  /// The head of a ring begins a fresh slot.
  private func beginSlot(on cpu: Int) {
    let head = processors[cpu].members[0]
    processors[cpu].slotBegan = now
    if processors[cpu].members.count == 1 {
      processors[cpu].worksFrom = now
      setSlotEnd(nil, on: cpu)
    } else {
      // A slot is a switch, in which nobody works, and a quantum.
      processors[cpu].worksFrom = now + configuration.costs.contextSwitch.nanoseconds
      setSlotEnd(processors[cpu].worksFrom + quantum(of: head), on: cpu)
    }
    goOn(head)
  }

  private func setSlotEnd(_ end: Int64?, on cpu: Int) {
    agenda.cancel(processors[cpu].rotation)
    processors[cpu].slotEnd = end
    processors[cpu].rotation = end.map { time in
      schedule(at: time, .rotation, cpu) { self.rotate(cpu) }
    }
  }

  private func rotate(_ cpu: Int) {
    let head = processors[cpu].members.removeFirst()
    processors[cpu].members.append(head)
    pause(head)
    // Its item may just have had its time: then it acts at this instant.
    goOn(head)
    beginSlot(on: cpu)
  }

  private func quantum(of actor: Actor) -> Int64 {
    max(1_000, configuration.host.timeSlice.nanoseconds * actor.weight / 100)
  }

  /// Stops the clock of an actor's item.
  func pause(_ actor: Actor) {
    guard let since = actor.workingSince else { return }
    let length = max(0, now - since)
    actor.remaining -= length
    actor.cpuTime += length
    actor.workingSince = nil
  }

  /// Plans the end of an actor's item, if it can come before the actor loses its CPU.
  func goOn(_ actor: Actor) {
    agenda.cancel(actor.completion)
    actor.completion = nil
    guard actor.act != nil, let cpu = actor.cpu else { return }
    if isFair {
      guard fairProcessors[cpu].running === actor else { return }
      let since = max(now, fairProcessors[cpu].worksFrom)
      actor.workingSince = since
      planCompletion(of: actor, at: since + actor.remaining)
      return
    }
    if isUnlimited || actor.remaining == 0 {
      actor.workingSince = now
      planCompletion(of: actor, at: now + actor.remaining)
      return
    }
    guard processors[cpu].members[0] === actor else { return }
    let since = max(now, processors[cpu].worksFrom)
    actor.workingSince = since
    let finish = since + actor.remaining
    if let end = processors[cpu].slotEnd, finish > end { return }
    planCompletion(of: actor, at: finish)
  }

  private func planCompletion(of actor: Actor, at time: Int64) {
    actor.completion = schedule(at: time, actor.eventClass, actor.index) {
      actor.completion = nil
      self.pause(actor)
      actor.remaining = 0
      self.count(actor.calls, of: actor)
      actor.calls = []
      let act = actor.act
      actor.act = nil
      let cpu = self.isFair ? actor.cpu.map { self.fairProcessors[$0] } : nil
      let isTold = cpu?.isTold == true
      act?()
      // Kernel code is left between two items.
      if let cpu, isTold, cpu.running === actor { self.giveWay(on: cpu) }
    }
  }
}
