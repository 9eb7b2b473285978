// SPDX-License-Identifier: Apache-2.0

/// Runs a command and records the memory that it and all its descendants hold.
///
/// The memory is read from `/proc` at fixed intervals. What is known of the result:
///
/// * The first sample, at time 0, is taken right after the command was loaded, the last one after it
///   ended: usually 0 bytes. The kernel stops counting the memory of a process when it begins to exit,
///   some time before the pages are free.
/// * Peaks between two readings are missed.
/// * With ``MeasuredMemory/resident`` a page shared by several processes counts once for each; with
///   ``MeasuredMemory/proportional`` it is divided among all that map it. Swapped pages, page cache
///   that is not mapped, and memory inside the kernel are never counted.
/// * A descendant that was ever seen counts until it ends or the command does, also when its parent has
///   ended. See ``RecordingResult/deniedReadingCount`` for those that change their user.
public struct TraceRecorder: Sendable {
  /// The intervals that can be asked for: 1 ms to 10 s.
  public static let intervalRange: ClosedRange<Duration> = .milliseconds(1) ... .seconds(10)

  /// The interval without a wish: 10 ms.
  public static let intervalDefault: Duration = .milliseconds(10)

  /// How long the command may go on after an interruption before the recording ends without it: 2 s.
  public static let interruptionGrace: Duration = .seconds(2)

  /// The longest sleep: the end of the command and signals are noticed after that, in nanoseconds.
  private static let sleepNanosecondsMax = 10_000_000

  /// The shortest time from one keeping of what has been recorded to the next: 1 s, in nanoseconds.
  private static let keepNanosecondsMin = 1_000_000_000
  /// Keeping takes at most one part in so many of the time.
  private static let keepShare = 50
  /// What stands in a trace whose recording has not ended.
  private static let unfinishedNote = "the recording had not ended when this was written"

  private let intervalNanoseconds: Int
  private let memory: MeasuredMemory

  /// Makes a recorder.
  ///
  /// - Parameters:
  ///   - interval: the time from one reading to the next; in ``intervalRange``.
  ///   - memory: what to count.
  /// - Throws: ``TraceRecorderError/intervalOutOfRange(_:)``.
  public init(
    interval: Duration = intervalDefault, memory: MeasuredMemory = .resident
  ) throws(TraceRecorderError) {
    guard Self.intervalRange.contains(interval) else { throw .intervalOutOfRange(interval) }
    intervalNanoseconds = Self.nanoseconds(interval)
    self.memory = memory
  }

  /// Runs a command to its end and keeps its trace in a file.
  ///
  /// What has been recorded is kept in the file every second or so, as a whole trace with a note that it
  /// has not ended, so that a recorder that is killed has not recorded for nothing. That the file can be
  /// written is tried before the command starts. For the rest see ``record(_:)``.
  ///
  /// - Parameter replaces: whether a trace that is there may be replaced; anything else never is.
  /// - Throws: ``TraceRecorderError``; nothing is written then.
  public func record(
    _ command: [String], to path: String, replaces: Bool = false
  ) throws(TraceRecorderError) -> RecordingResult {
    do {
      try TraceReplacement.check(path, replaces: replaces)
      let file = try AtomicFile(path: path)
      var nextKeeping = MonotonicClock.nowNanoseconds() + Self.keepNanosecondsMin
      let result = try record(command) { trace in
        let now = MonotonicClock.nowNanoseconds()
        guard now >= nextKeeping else { return }
        // A full disk may have room again at the end.
        try? file.keep(trace().text)
        let spent = MonotonicClock.nowNanoseconds() - now
        nextKeeping = now + max(Self.keepNanosecondsMin, spent * Self.keepShare)
      }
      try file.commit(result.trace.text)
      return result
    } catch let error as AtomicFile.Failure {
      throw .cannotWrite(path: path, reason: error.reason)
    } catch let error as TraceRecorderError {
      throw error
    } catch {
      // Nothing above throws any other type, which the compiler cannot see.
      throw .cannotWrite(path: path, reason: String(describing: error))
    }
  }

  /// Runs a command to its end and returns its trace.
  ///
  /// The command inherits the standard streams, the environment and the process group. This call
  /// blocks its thread until the command ends.
  ///
  /// SIGINT, SIGTERM and SIGHUP end the recording, not this process, and lose nothing: a signal that
  /// came from a process is passed on to the command (one from the terminal has reached it anyway), the
  /// recording goes on until the command ends, for at most ``interruptionGrace``, and a second signal
  /// ends it at once. The command is never killed by the recorder itself.
  ///
  /// - Parameter command: the program, found as a shell finds it, and its arguments.
  /// - Returns: the trace, how the command ended and how good the recording is.
  /// - Throws: ``TraceRecorderError`` if the command cannot be started, if another recording of this
  ///   process is going on, or if the kernel does not list the children of a process.
  public func record(_ command: [String]) throws(TraceRecorderError) -> RecordingResult {
    try record(command) { _ in }
  }

  /// - Parameter watch: called after each reading, with what makes a trace of all up to now.
  private func record(
    _ command: [String], watch keep: (() -> MemoryTrace) -> Void
  ) throws(TraceRecorderError) -> RecordingResult {
    guard let name = command.first, !name.isEmpty else { throw .emptyCommand }
    guard ProcessTree.isSupported() else {
      throw .unsupportedSystem(
        reason: "it needs /proc and a kernel with CONFIG_PROC_CHILDREN")
    }
    guard let watch = InterruptionWatch() else { throw .alreadyRecording }
    let recorded = RecordingOrigin.now()
    let child = try ChildProcess(command: command)
    var session = RecordingSession(
      child: child, memory: memory, intervalNanoseconds: intervalNanoseconds)
    let host = RecordingOrigin.host()
    func trace(_ session: RecordingSession, notes: [String]) -> MemoryTrace {
      let header = MemoryTraceHeader(
        command: RecordingOrigin.quoted(command), recorded: recorded, host: host,
        intervalNanoseconds: session.intervalNanoseconds, memory: memory, notes: notes)
      return MemoryTrace(checkedHeader: header, samples: session.samples)
    }
    let ending = run(&session, child: child, watch: watch) { session in
      keep { trace(session, notes: [Self.unfinishedNote]) }
    }
    return RecordingResult(
      trace: trace(session, notes: []),
      ending: ending, wasInterrupted: watch.count > 0, readingCount: session.readingCount,
      skippedReadingCount: session.skippedReadingCount,
      deniedReadingCount: session.deniedReadingCount)
  }

  /// Takes samples until the command ends or an interruption ends the recording.
  private func run(
    _ session: inout RecordingSession, child: ChildProcess, watch: borrowing InterruptionWatch,
    keep: (RecordingSession) -> Void
  ) -> RecordingResult.Ending {
    var endOfGrace: Int?
    session.takeSample()
    while true {
      if let ending = child.pollEnding() {
        session.takeSample()
        return ending
      }
      if let number = watch.takeSignalToForward() { child.send(signal: number) }
      let now = MonotonicClock.nowNanoseconds()
      if watch.count > 0 {
        let end = endOfGrace ?? now + Self.nanoseconds(Self.interruptionGrace)
        endOfGrace = end
        if watch.count > 1 || now >= end {
          session.takeSample()
          return .leftRunning(processID: Int(child.processID))
        }
      }
      if now >= session.nextReadingNanoseconds {
        session.takeSample()
        keep(session)
        session.planNextReading()
      } else {
        MonotonicClock.sleep(
          untilNanoseconds: min(session.nextReadingNanoseconds, now + Self.sleepNanosecondsMax))
      }
    }
  }

  /// Returns a duration of at most some seconds in whole nanoseconds, rounded down.
  private static func nanoseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
  }
}
