// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// One worker, as the runner has it.
///
/// A class because it stands for a process; who drops it must have called ``end()``.
final class WorkerProcess {
  private static let chunkBytes = 1 << 18
  private static let outputChunkBytes = 1 << 12
  /// How long a worker that says no more may take to end, in milliseconds.
  private static let farewellMilliseconds = 200

  /// The socket to it.
  let socket: Int32
  /// Where its output arrives; -1 when there will be none.
  private(set) var output: Int32
  /// The trials that it was given and has not told of, in order.
  ///
  /// A slice, from which the first is taken at once however many there are.
  var queued: ArraySlice<Int> = []
  /// The points that it knows.
  var points: Set<Int> = []
  /// Whether it has the experiment.
  var isReady = false
  /// Whether it has told of any trial.
  var hasDelivered = false
  /// How long it has been on the trial it is on.
  private(set) var elapsed: Duration = .zero
  /// The memory that it held when it was last looked at, in bytes.
  var lastResidentBytes: Int64 = 0
  /// The end of what it printed.
  private(set) var tail = OutputTail()

  /// How long it has been there, machine's sleep not counted.
  private(set) var age: Duration = .zero

  private let process: pid_t
  private let board: WorkerBoard
  private let memory: Int32
  private var frames = FrameBuffer()
  private var replies = ReplyDecoder()
  private var unsent: [UInt8] = []
  private var begun: UInt64?
  private var ending: WorkerEnding?
  private var chunk = [UInt8](repeating: 0, count: chunkBytes)

  /// Starts a worker.
  init(_ program: WorkerProgram) throws(SystemFault) {
    guard let board = WorkerBoard() else { throw SystemFault(number: errno) }
    self.board = board
    let (near, far) = try Self.pair { socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, $0) }
    let reading: Int32
    let writing: Int32
    do throws(SystemFault) {
      (reading, writing) = try Self.pair { pipe($0) }
    } catch {
      for descriptor in [near, far] { close(descriptor) }
      throw error
    }
    let started = program.start(messages: far, board: board.descriptor, output: writing)
    close(far)
    close(writing)
    do throws(SystemFault) {
      process = try started.get()
    } catch {
      for descriptor in [near, reading] { close(descriptor) }
      throw error
    }
    socket = near
    output = reading
    memory = open("/proc/\(process)/statm", O_RDONLY | O_CLOEXEC)
    for descriptor in [near, reading] {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
  }

  /// The trial that it is on, or died on.
  var current: Int? { board.current }

  /// Whether something waits to be sent.
  var hasUnsent: Bool { !unsent.isEmpty }

  /// The memory that it holds, in bytes; nil when it is gone.
  var residentBytes: Int64? {
    var text = [UInt8](repeating: 0, count: 128)
    let count = pread(memory, &text, text.count, 0)
    guard count > 0 else { return nil }
    let fields = text[..<count].split(separator: UInt8(ascii: " "))
    guard fields.count > 1, let pages = Int64(String(decoding: fields[1], as: UTF8.self)) else {
      return nil
    }
    return pages * Int64(getpagesize())
  }

  /// Adds to the time of the trial that it is on.
  ///
  /// Time is added up in small parts, and never more at once than a part may be: a machine that slept,
  /// or a runner that was stopped, makes no trial late.
  func spend(_ part: Duration) {
    age += part
    let now = board.current == nil ? nil : board.begun
    elapsed = now != nil && now == begun ? elapsed + part : .zero
    begun = now
  }

  /// Says something to it, as soon as it listens.
  func send(_ message: RunnerMessage) {
    unsent += FrameBuffer.framed(message.encoded)
    push()
  }

  /// Sends what waits, as far as it goes.
  func push() {
    while !unsent.isEmpty {
      let count = unsent.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      // Full, or gone: the one is told by poll, the other by the end of what it says.
      guard count > 0 else { return }
      unsent.removeFirst(count)
    }
  }

  /// Takes in what it said; returns false when it will say no more.
  func receive() -> Bool {
    while true {
      let count = recv(socket, &chunk, chunk.count, 0)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return true }
      guard count > 0 else { return false }
      frames.append(chunk[..<count])
      if count < chunk.count { return true }
    }
  }

  /// What it has said since it was asked last.
  func news() -> [WorkerNews] {
    var news: [WorkerNews] = []
    do throws(WireFault) {
      while let frame = try frames.next() {
        switch try WorkerMessage(frame) {
        case .ready: news.append(.ready)
        case .refusal(let reason): news.append(.refusal(reason))
        case .shape(let names): try replies.learn(names)
        case .replies(let bytes): news.append(.replies(try replies.replies(bytes)))
        }
      }
    } catch {
      news.append(.babble(error.description))
    }
    return news
  }

  /// Takes in what it printed.
  func readOutput() {
    var part = [UInt8](repeating: 0, count: Self.outputChunkBytes)
    while output >= 0 {
      let count = read(output, &part, part.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return }
      guard count > 0 else {
        close(output)
        output = -1
        return
      }
      tail.append(part[..<count])
    }
  }

  /// Forgets what it printed.
  func clearTail() { tail.clear() }

  /// Has it finish the trial that it is on, and end.
  func stop() {
    board.isStopping = true
    shutdown(socket, Int32(SHUT_WR))
  }

  /// How it ended, if it has.
  func pollEnding() -> WorkerEnding? {
    if ending == nil { ending = wait(WNOHANG) }
    return ending
  }

  /// Waits a moment for an end of its own; nil where there is none.
  func awaitEnding() -> WorkerEnding? {
    for _ in 0..<Self.farewellMilliseconds {
      if let ending = pollEnding() { return ending }
      usleep(1_000)
    }
    return pollEnding()
  }

  /// Ends it at once, unless it has ended by itself, and says how it ended.
  func end() -> WorkerEnding {
    // The number of a process that was waited for may be another's.
    if let ending { return ending }
    kill(process, SIGKILL)
    let ending = wait(0) ?? .exit(0)
    self.ending = ending
    return ending
  }

  /// Gives back what the system lent for it; it must have ended.
  func release() {
    for descriptor in [socket, output, memory] where descriptor >= 0 { close(descriptor) }
    output = -1
  }

  private func wait(_ options: Int32) -> WorkerEnding? {
    var status: Int32 = 0
    while true {
      let result = waitpid(process, &status, options)
      if result == process { break }
      if result < 0, errno == EINTR { continue }
      return nil
    }
    // The macros WIFEXITED and WTERMSIG, which are not imported.
    let signal = status & 0x7F
    return signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
  }

  /// Two connected descriptors that no other worker inherits.
  private static func pair(
    _ make: (UnsafeMutablePointer<Int32>) -> Int32
  ) throws(SystemFault) -> (Int32, Int32) {
    var raw: [Int32] = [-1, -1]
    guard make(&raw) == 0 else { throw SystemFault(number: errno) }
    let moved = raw.map { fcntl($0, F_DUPFD_CLOEXEC, WorkerDescriptors.spare) }
    for descriptor in raw { close(descriptor) }
    guard moved.allSatisfy({ $0 >= 0 }) else {
      let number = errno
      for descriptor in moved where descriptor >= 0 { close(descriptor) }
      throw SystemFault(number: number)
    }
    return (moved[0], moved[1])
  }
}
