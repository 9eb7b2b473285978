// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Section 5 of the model: starts, requests and counters.releases of tasks.
extension NaiveInterpreter {
  /// Plans the start of a task that begins so long after the start of the trial.
  func planStart(_ task: NaiveTask) {
    if case .at(let when) = task.description.start {
      lifeEvent(ofTask: task, at: draw(when, "task.\(task.description.name).start")) {
        self.start(task)
      }
    }
  }

  /// Plans the starts that wait for an event in a guest's life.
  func planStarts(after event: TaskDescription.LifeEvent, of guest: NaiveGuest) {
    for task in tasks where !task.isDead && !task.isExiting {
      guard case .after(guest.description.name, event, let delay) = task.description.start,
        !task.isStartPlanned
      else { continue }
      task.isStartPlanned = true
      let wait = draw(delay, "task.\(task.description.name).start")
      lifeEvent(ofTask: task, at: now + wait) { self.start(task) }
    }
  }

  /// Plans the starts that wait for free memory; looked at after every event.
  func planStartsWhenFree() {
    for task in tasks where !task.isStartPlanned && !task.isDead && !task.isExiting {
      guard case .whenFree(let pages, let name, let event) = task.description.start,
        free >= pages.count
      else { continue }
      if let name {
        guard let guest = guests.first(where: { $0.description.name == name }),
          hasHappened(event, guest)
        else { continue }
      }
      task.isStartPlanned = true
      lifeEvent(ofTask: task, at: now) { self.start(task) }
    }
  }

  private func hasHappened(_ event: TaskDescription.LifeEvent, _ guest: NaiveGuest) -> Bool {
    switch event {
    case .stop: guest.stopTime != nil
    case .exit: guest.exitTime != nil
    case .allFree: guest.allFreeTime != nil
    }
  }

  private func start(_ task: NaiveTask) {
    guard !task.isDead, !task.isExiting else { return }
    task.startTime = now
    switch task.description.demand {
    case .steady: task.total = total(of: task)
    case .replay(let trace, let request):
      task.steps = steps(of: trace, request: request.count)
    case .bursts: planArrival(task)
    case .periodic: break
    }
    for thread in task.threads {
      // It is if the task was killed, and came back, before it began.
      thread.isIdle = false
      sleep(thread.actor, until: now) { self.enterThread(thread) }
    }
  }

  /// Pages of a steady demand, jitter included.
  func total(of task: NaiveTask) -> Int64 {
    guard case .steady(let total, let jitter, _, _) = task.description.demand else { return 0 }
    var generator = generator(of: "task.\(task.description.name).size")
    let share = jitter.partsPerMillion
    let factor = generator.uniform(in: 1_000_000 - share...1_000_000 + share)
    return max(1, Share(partsPerMillion: factor).of(total).count)
  }

  /// The next thing that a thread has to do; nil when there is none (now, or ever).
  func nextRequest(of thread: NaiveThread) -> NaiveThread.Request? {
    let task = thread.task
    let start = task.startTime ?? 0
    let place = thread.taken * task.description.threads + Int64(thread.numberInTask)
    switch task.description.demand {
    case .steady(_, _, let rate, let request):
      let before = place * request.count
      guard before < task.total else { return nil }
      let nanoseconds =
        Int128(before) * Int128(Pages.bytesPerPage) * 1_000_000_000 / Int128(rate.bytesPerSecond)
      return NaiveThread.Request(
        number: thread.taken, due: start + Int64(nanoseconds),
        pages: min(request.count, task.total - before))
    case .periodic(let pages, let every):
      return NaiveThread.Request(
        number: thread.taken, due: start + place * every.nanoseconds, pages: pages.count)
    case .bursts: return task.queue.first
    case .replay: return Int(thread.taken) < task.steps.count ? task.steps[Int(thread.taken)] : nil
    }
  }

  func take(_ request: NaiveThread.Request, _ thread: NaiveThread) {
    thread.taken += 1
    if case .bursts = thread.task.description.demand { thread.task.queue.removeFirst() }
    if request.isRelease {
      releaseToZone(request.pages, of: thread.task)
      return
    }
    thread.current = request
    thread.pagesLeft = request.pages
    thread.stallOfRequest = 0
  }

  private func steps(of trace: ResidentTrace, request: Int64) -> [NaiveThread.Request] {
    var steps: [NaiveThread.Request] = []
    var number: Int64 = 0
    func grow(_ growth: Int64, from time: Int64, to end: Int64) {
      let count = (growth + request - 1) / request
      for place in 0..<count {
        steps.append(
          NaiveThread.Request(
            number: number, due: now + time + (end - time) * place / count,
            pages: min(request, growth - place * request)))
        number += 1
      }
    }
    guard let first = trace.samples.first else { return [] }
    grow(first.resident.count, from: 0, to: 0)
    for (one, next) in zip(trace.samples, trace.samples.dropFirst()) {
      let growth = next.resident.count - one.resident.count
      if growth > 0 {
        grow(growth, from: one.time.nanoseconds, to: next.time.nanoseconds)
      } else if growth < 0 {
        steps.append(
          NaiveThread.Request(
            number: number, due: now + next.time.nanoseconds, pages: -growth, isRelease: true))
      }
    }
    return steps
  }

  private func planArrival(_ task: NaiveTask) {
    guard case .bursts(let interval, let pages, let holds, _) = task.description.demand else {
      return
    }
    let wait = 1 + interval.value(using: &task.bursts)
    let size = 1 + pages.value(using: &task.bursts)
    let held = holds.value(using: &task.bursts)
    at(now + wait, .arrival, guests.count + task.number) {
      guard !task.isDead else { return }
      task.queue.append(
        NaiveThread.Request(number: task.arrivals, due: self.now, pages: size, holds: held))
      task.arrivals += 1
      self.counters.arrivals += 1
      self.planArrival(task)
      guard let thread = task.threads.first, thread.isIdle, !task.isExiting else { return }
      thread.isIdle = false
      self.sleep(thread.actor, until: self.now) { self.enterThread(thread) }
    }
  }

  /// The last page of a request has been paid.
  func complete(_ request: NaiveThread.Request, _ thread: NaiveThread, owed: Int64 = 0) {
    let task = thread.task
    let held = Ledger.Owner.task(task.number)
    switch task.description.demand {
    case .periodic: releaseToZone(request.pages, of: task)
    case .bursts:
      let life = task.life
      lifeEvent(ofTask: task, at: now + owed + request.holds) {
        self.counters.releases += 1
        if task.life == life { self.releaseToZone(request.pages, of: task) }
      }
    case .steady, .replay: break
    }
    if let backlog = task.description.backlog, ledger.count(held) > backlog.count {
      releaseToZone(ledger.count(held) - backlog.count, of: task)
    }
    if task.description.isMeasured {
      let ideal = request.pages * configuration.costs.fault.nanoseconds
      counters.requestStalls.append(now + owed - request.due - ideal)
    }
    record.completed.append(
      NaiveRecord.Completed(
        task: task.number, due: request.due, pages: request.pages, time: now + owed))
    emit(.request, thread.actor.index, request.number)
  }

  /// A thread has nothing left to do: the task may be done.
  func threadIsThrough(_ thread: NaiveThread) {
    thread.isIdle = true
    let task = thread.task
    guard task.ends, !task.isDone, task.threads.allSatisfy(\.isIdle) else { return }
    task.isDone = true
    task.doneTime = now
    emit(.taskDone, task.number)
    guard let holds = task.description.holds else { return }
    let life = task.life
    lifeEvent(ofTask: task, at: now + holds.nanoseconds) {
      guard task.life == life else { return }
      if self.configuration.rules.completionRefund == .overTime {
        self.exitWhenDone(task)
        return
      }
      self.releaseToZone(self.ledger.count(.task(task.number)), of: task)
      task.hasFinished = true
    }
  }

  private func releaseToZone(_ pages: Int64, of task: NaiveTask) {
    ledger.moveAny(pages, from: .task(task.number), to: .free)
  }

  private func lifeEvent(ofTask task: NaiveTask, at time: Int64, _ action: @escaping () -> Void) {
    at(time, .life, guests.count + task.number, action)
  }
}
