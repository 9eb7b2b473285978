// SPDX-License-Identifier: Apache-2.0

internal import CProcess
internal import ExperimentFiles
internal import Glibc
internal import HostConfiguration
internal import HostModel
public import PolicyKit
internal import ResultStore
internal import TrialExecution

/// A process that runs trials for a ``SweepRunner``, one after the other.
///
/// Whatever a policy does here costs the runner no more than one trial: it takes note on the board of
/// the trial that it is on, and the runner sees how it ends.
public struct TrialWorker {
  /// How long a finished trial waits for others to be told of with.
  private static let replyAge: Duration = .milliseconds(5)
  /// How many bytes of replies wait at most.
  private static let replyBytesMax = 1 << 16
  /// What a worker may reserve beside what trials may take, in bytes: the runner's count, which tells
  /// what happened, shall come first.
  private static let memoryOfItself: Int64 = 1 << 29
  /// How many points are kept ready to run, and how many actors those have together, each of which takes
  /// some 200 bytes.
  private static let pointsMax = 4_096
  private static let actorsMax: Int64 = 1 << 16

  /// A point that is ready to run; a class, so that its trials share it.
  private final class Point {
    /// What its repetitions share, or how its description contradicts itself.
    let trial: Result<PreparedTrial, SimulationError>
    let identity: TrialIdentity
    let names: MetricNames
    let watched: Int?

    init(
      trial: Result<PreparedTrial, SimulationError>, identity: TrialIdentity, names: MetricNames,
      watched: Int?
    ) {
      self.trial = trial
      self.identity = identity
      self.names = names
      self.watched = watched
    }
  }

  private let catalogue: PolicyCatalogue
  private let board: WorkerBoard
  private let runner: TrialRunner
  private let clock = ContinuousClock()
  private var socket: MessageSocket
  private var experiment: Experiment?
  private var points: [Int: Point] = [:]
  private var actors: Int64 = 0
  private var replies = ReplyEncoder()
  private var watched = ""
  private var lastSent: ContinuousClock.Instant

  /// Takes up the work, in a process that a runner started; nil in any other.
  ///
  /// - Parameter catalogue: the policies that experiments choose from.
  public init?(catalogue: PolicyCatalogue) {
    socket = MessageSocket(WorkerDescriptors.messages)
    guard socket.isConnected, let board = WorkerBoard(WorkerDescriptors.board) else { return nil }
    self.catalogue = catalogue
    self.board = board
    runner = TrialRunner(catalogue: catalogue)
    lastSent = clock.now
  }

  /// Runs trials until the runner wants no more, or is gone.
  public mutating func run() {
    Self.settle()
    do throws(WireFault) {
      while let message = try socket.next() {
        guard try obey(RunnerMessage(message)), !board.isStopping else { return }
      }
    } catch {
      refuse("the runner's message cannot be read: \(error)")
    }
  }

  /// Makes sure that this process does not outlive the runner, dies before it where memory is short,
  /// and leaves no core dumps.
  private static func settle() {
    _ = setaside_signal_at_parent_death(SIGKILL)
    // A terminal, or a cluster that ends a job, signals every process of it; the runner alone decides
    // what that means. A blocked signal would not do, as the mask is not that of the runtime's threads.
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_IGN) }
    if let file = fopen("/proc/self/oom_score_adj", "w") {
      fputs("500", file)
      fclose(file)
    }
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
  }

  /// Has the system refuse memory that a trial asks for so fast that the runner sees it too late.
  private static func bound(memory limit: Int64) {
    let bytes = rlim_t(limit + memoryOfItself)
    var bound = rlimit(rlim_cur: bytes, rlim_max: bytes)
    setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &bound)
  }

  /// Does what the runner says; returns whether to go on.
  private mutating func obey(_ message: RunnerMessage) -> Bool {
    switch message {
    case .hello(let sources, let memoryLimit, let watched):
      self.watched = watched
      Self.bound(memory: memoryLimit)
      do throws(ExperimentError) {
        experiment = try ExperimentLoader(catalogue: catalogue, traces: .files)
          .load(ExperimentSources(encoded: sources))
        return socket.send(WorkerMessage.ready.encoded)
      } catch {
        return refuse("the experiment cannot be read: \(error)")
      }
    case .point(let number, let seed, let key):
      guard point(number)?.identity.key(seed: seed) == key else {
        return refuse(
          "point \(number) is not the trial that was planned: the program that runs the workers has other "
            + "policies or another engine than the one that planned")
      }
      return true
    case .jobs(let jobs):
      for job in jobs {
        if board.isStopping { break }
        let end = run(job)
        guard flushIfDue(end) else { return false }
      }
      return flush()
    }
  }

  @discardableResult
  private func refuse(_ reason: String) -> Bool {
    _ = socket.send(WorkerMessage.refusal(reason).encoded)
    return false
  }

  /// Runs a trial, and returns when it was done.
  private mutating func run(_ job: WorkerJob) -> ContinuousClock.Instant {
    let point = point(job.point)
    board.begun += 1
    board.current = job.ordinal
    defer { board.current = nil }
    let start = clock.now
    guard let point else {
      replies.add(
        TrialReply(
          ordinal: job.ordinal, outcome: .failed("there is no point \(job.point)"), wall: 0))
      return start
    }
    let trial = point.trial.map { $0.run(seed: job.seed, keepsTimeline: false) }
    // Nobody would hear of this trial; the board says which it was.
    guard socket.isConnected else { _exit(WorkerEnding.statusOfSilence) }
    let end = clock.now
    let wall = start.duration(to: end).components
    var reply = TrialReply(
      ordinal: job.ordinal, outcome: .ended(.done),
      wall: wall.seconds * 1_000_000_000 + wall.attoseconds / 1_000_000_000)
    switch trial {
    case .success(let trial):
      reply.outcome = .ended(trial.result.outcome)
      reply.digest = trial.result.digest
      reply.simulatedEnd = trial.result.end
      reply.watched = point.watched.flatMap { trial.readings[$0].value.integer }
      reply.values = MetricValues(of: point.names, trial.readings)
    case .failure(let error):
      // A description that contradicts itself is a failed trial, not a failed sweep.
      reply.outcome = .failed(error.sentences.joined(separator: "; "))
    }
    replies.add(reply)
    return end
  }

  /// A point's trial, kept for its further repetitions.
  private mutating func point(_ number: Int) -> Point? {
    if let known = points[number] { return known }
    guard let experiment, number < experiment.pointCount,
      let configuration = try? experiment.configuration(ofPoint: number)
    else { return nil }
    actors += configuration.actorCount
    if points.count >= Self.pointsMax || actors > Self.actorsMax {
      points.removeAll()
      actors = configuration.actorCount
    }
    let names = replies.shape(MetricShape(configuration).names)
    let point = Point(
      trial: Result { () throws(SimulationError) in try runner.prepare(configuration) },
      identity: TrialIdentity(configuration, catalogue: catalogue), names: names,
      watched: names.names.firstIndex(of: watched))
    points[number] = point
    return point
  }

  private mutating func flushIfDue(_ now: ContinuousClock.Instant) -> Bool {
    let isDue =
      replies.waitingBytes > Self.replyBytesMax || lastSent.duration(to: now) >= Self.replyAge
    return isDue ? flush() : true
  }

  /// Tells of what is finished; returns whether the runner is still there.
  private mutating func flush() -> Bool {
    lastSent = clock.now
    return replies.take().allSatisfy { socket.send($0.encoded) }
  }
}
