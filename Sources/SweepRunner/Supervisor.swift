// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import Glibc
internal import PolicyKit
internal import ResultStore

/// Runs trials in worker processes and sees to it that each comes to an end.
///
/// One loop in one thread decides everything: it waits for what the workers say, hands out trials, looks
/// at what each worker takes, and puts a new one where one has died.
final class Supervisor {
  /// What takes a trial that is done.
  typealias Taker = (SweepJob, TrialReply) throws(SweepFailure) -> Void

  /// How often the workers are looked at, whether they say something or not.
  private static let tick: Duration = .milliseconds(10)
  /// The most time that a look adds to a trial's.
  private static let spentMax: Duration = .milliseconds(100)
  /// A trial that takes longer does not keep those behind it waiting when another worker has nothing.
  private static let patience: Duration = .milliseconds(30)
  /// How long a worker may take to read the experiment.
  private static let startMax: Duration = .seconds(120)
  /// How often a trial is tried when its workers are killed from outside, as the kernel does for want of
  /// memory.
  private static let triesMax = 3
  /// How often it is tried when they held too little memory for that: then it is not to blame, but may
  /// be met several times by chance.
  private static let triesOfSmallMax = 20
  /// What is little memory, in bytes.
  private static let smallBytes: Int64 = 256 << 20
  /// So many workers in a row that die without having run anything end the sweep.
  private static let barrenMax = 3

  private let program: WorkerProgram
  private let hello: RunnerMessage
  private let limits: SweepLimits
  private let clock = ContinuousClock()
  private var queue = JobQueue()
  private var workers: [WorkerProcess] = []
  private var tries: [Int: Int] = [:]
  private var barren = 0
  private var lastTick: ContinuousClock.Instant
  private(set) var isStopping = false

  init(
    program: WorkerProgram, experiment: Experiment, limits: SweepLimits, watched: String = ""
  ) {
    self.program = program
    self.limits = limits
    hello = .hello(
      sources: experiment.sources.encoded(), memoryLimit: limits.memory, watched: watched)
    lastTick = clock.now
  }

  /// Runs trials until all are done, or until it is told to stop and those in flight are.
  ///
  /// - Parameters:
  ///   - jobs: the trials, in the order in which they are begun.
  ///   - shouldStop: asked all the time.
  ///   - take: called with every trial that is done, once.
  ///   - idle: called now and then, at least every ``tick``.
  /// - Throws: what `take` and `idle` throw, and failures of workers that no trial is to blame for.
  func run(
    _ jobs: [SweepJob], shouldStop: () -> Bool,
    take: Taker,
    idle: () throws(SweepFailure) -> Void
  ) throws(SweepFailure) {
    queue.add(jobs)
    lastTick = clock.now
    while !queue.isComplete {
      if !isStopping, shouldStop() { stop() }
      if isStopping, workers.isEmpty { return }
      try raiseWorkers()
      handOut()
      wait()
      for worker in workers { try hear(worker, take: take) }
      try look(take: take)
      try idle()
    }
  }

  /// Ends all workers at once.
  func end() {
    for worker in workers {
      _ = worker.end()
      worker.release()
    }
    workers.removeAll()
  }

  private func stop() {
    isStopping = true
    for worker in workers { worker.stop() }
  }

  /// Starts as many workers as there is work for.
  private func raiseWorkers() throws(SweepFailure) {
    guard !isStopping else { return }
    let wanted = min(limits.workers, queue.jobs.count - queue.doneCount)
    while workers.count < wanted {
      do throws(SystemFault) {
        let worker = try WorkerProcess(program)
        worker.send(hello)
        workers.append(worker)
      } catch {
        // A machine that has no room for all of them may have for some.
        guard workers.isEmpty else { return }
        throw .workers("\(error)")
      }
    }
  }

  private func handOut() {
    guard !isStopping else { return }
    for worker in workers where worker.isReady && queue.isShort(worker.queued) {
      var batch = queue.take(beside: worker.queued)
      if batch.isEmpty, worker.queued.isEmpty { batch = workTakenFromTheSlowest() }
      guard !batch.isEmpty else { continue }
      var jobs: [WorkerJob] = []
      for ordinal in batch {
        let job = queue.jobs[ordinal]
        jobs.append(WorkerJob(ordinal: ordinal, point: job.point, seed: job.seed))
        if worker.points.insert(job.point).inserted {
          worker.send(.point(job.point, seed: job.seed, key: job.key))
        }
      }
      worker.queued += batch
      worker.send(.jobs(jobs))
    }
  }

  /// Half of what waits behind the longest trial under way.
  ///
  /// The worker that has them may run them too: trials are deterministic, and the first reply counts.
  private func workTakenFromTheSlowest() -> [Int] {
    let slow = workers.filter { $0.queued.count > 1 && $0.elapsed >= Self.patience }
    guard let slowest = slow.max(by: { $0.elapsed < $1.elapsed }) else { return [] }
    let taken = slowest.queued.suffix(slowest.queued.count / 2)
    slowest.queued.removeLast(taken.count)
    return Array(taken)
  }

  private func wait() {
    var watched = workers.flatMap { worker in
      [
        pollfd(
          fd: worker.socket, events: Int16(POLLIN | (worker.hasUnsent ? POLLOUT : 0)), revents: 0),
        pollfd(fd: worker.output, events: Int16(POLLIN), revents: 0),
      ]
    }
    // A signal ends the wait, so that a Ctrl-C is heard at once.
    poll(&watched, nfds_t(watched.count), Int32(Self.tick / .milliseconds(1)))
  }

  /// Takes in what a worker says; one that says no more has ended, or is ended.
  private func hear(_ worker: WorkerProcess, take: Taker) throws(SweepFailure) {
    worker.push()
    let isThere = worker.receive()
    var fault: String?
    for news in worker.news() {
      switch news {
      case .ready: worker.isReady = true
      case .refusal(let reason): throw .refused(reason)
      case .babble(let found): fault = found
      case .replies(let replies): try accept(replies, of: worker, take: take)
      }
    }
    worker.readOutput()
    if let fault {
      try bury(worker, as: .babble(fault), take: take)
    } else if !isThere {
      try bury(worker, as: nil, take: take)
    }
  }

  private func accept(
    _ replies: [TrialReply], of worker: WorkerProcess, take: Taker
  ) throws(SweepFailure) {
    barren = 0
    worker.hasDelivered = true
    worker.clearTail()
    for reply in replies {
      // They come in the order in which they were handed out, but for what was taken away again.
      if worker.queued.first == reply.ordinal {
        worker.queued.removeFirst()
      } else if let place = worker.queued.firstIndex(of: reply.ordinal) {
        worker.queued.remove(at: place)
      }
      guard queue.finish(reply.ordinal, seconds: Double(reply.wall) / 1e9) else { continue }
      try take(queue.jobs[reply.ordinal], reply)
    }
  }

  /// Looks at what each worker takes, and ends those that take too much.
  private func look(take: Taker) throws(SweepFailure) {
    let spent = lastTick.duration(to: clock.now)
    guard spent >= Self.tick else { return }
    lastTick = clock.now
    for worker in workers {
      worker.spend(min(spent, Self.spentMax))
      if let ending = worker.pollEnding() {
        try bury(worker, as: ending, take: take)
      } else if worker.elapsed > limits.timeout {
        try bury(worker, as: .timeout(limits.timeout), take: take)
      } else if resident(worker) > limits.memory {
        try bury(worker, as: .memory(limit: limits.memory), take: take)
      } else if !worker.isReady, worker.age > Self.startMax {
        try bury(worker, as: .timeout(Self.startMax), take: take)
      }
    }
  }

  private func resident(_ worker: WorkerProcess) -> Int64 {
    let bytes = worker.residentBytes ?? 0
    if bytes > 0 { worker.lastResidentBytes = bytes }
    return bytes
  }

  /// Ends a worker, if it has not ended, and decides what becomes of its trials.
  ///
  /// - Parameter known: why it ends; nil for what the system says.
  private func bury(
    _ worker: WorkerProcess, as known: WorkerEnding?, take: Taker
  ) throws(SweepFailure) {
    guard let place = workers.firstIndex(where: { $0 === worker }) else { return }
    workers.remove(at: place)
    let own = known ?? worker.awaitEnding()
    _ = worker.end()
    let ending = own ?? .silent
    // What it said before its end counts.
    _ = worker.receive()
    defer { worker.release() }
    for case .replies(let replies) in worker.news() {
      try accept(replies, of: worker, take: take)
    }
    worker.readOutput()
    let blamed = worker.current.flatMap { queue.isPending($0) ? $0 : nil }
    queue.giveBack(worker.queued.filter { $0 != blamed })
    if let blamed {
      try lose(blamed, to: ending, of: worker, take: take)
    } else if !isStopping, !worker.hasDelivered {
      barren += 1
      // Killed from outside is no sign that none would stay alive.
      let most = ending.isFromOutside ? triesMax(worker) : Self.barrenMax
      guard barren < most else {
        throw .workers(Self.words(ending, worker.tail))
      }
    }
  }

  /// Decides what becomes of the trial that a worker was on when it ended.
  private func lose(
    _ ordinal: Int, to ending: WorkerEnding, of worker: WorkerProcess, take: Taker
  ) throws(SweepFailure) {
    let tried = tries[ordinal, default: 0] + 1
    tries[ordinal] = tried
    // Trials before it may have left the memory that it is blamed for.
    let isDoubtful =
      if case .memory = ending { worker.hasDelivered && tried == 1 } else { false }
    if isDoubtful || ending.isFromOutside && tried < triesMax(worker) {
      queue.giveBack([ordinal])
      return
    }
    barren = 0
    guard queue.finish(ordinal) else { return }
    let elapsed = worker.elapsed.components
    try take(
      queue.jobs[ordinal],
      TrialReply(
        ordinal: ordinal, outcome: .failed(Self.words(ending, worker.tail)),
        wall: elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000))
  }

  private func triesMax(_ worker: WorkerProcess) -> Int {
    worker.lastResidentBytes < Self.smallBytes ? Self.triesOfSmallMax : Self.triesMax
  }

  private static func words(_ ending: WorkerEnding, _ tail: OutputTail) -> String {
    let last = tail.text
    return "its worker \(ending.words)" + (last.isEmpty ? "" : ": \(last)")
  }
}
