// SPDX-License-Identifier: Apache-2.0

import Glibc
import MemoryTraces
import Testing

extension RecordingTests {
  /// What a recording has in it, and how it ends.
  @Suite(.serialized, .timeLimit(.minutes(1))) struct TraceRecorderTests {
    private static let mebibyte = 1 << 20

    /// A program that fills 64 MiB in four steps and keeps them for half a second.
    private static let allocator = """
      import time
      blocks = []
      for step in range(4):
          blocks.append(bytearray(b'x') * (16 << 20))
          time.sleep(0.1)
      time.sleep(0.4)
      """

    @Test func `follows the memory of a program`() throws {
      let recorder = try TraceRecorder()
      let result = try recorder.record(["python3", "-c", Self.allocator])
      let summary = MemoryTraceSummary(result.trace)
      #expect(result.ending == .exited(status: 0))
      #expect(!result.wasInterrupted)
      #expect(result.deniedReadingCount == 0)
      #expect(summary.peakBytes >= 64 * Self.mebibyte)
      #expect(summary.peakBytes < 128 * Self.mebibyte)
      #expect(summary.durationNanoseconds >= 500_000_000)
      #expect(result.trace.samples.last?.residentBytes == 0)
      #expect(result.trace.header.intervalNanoseconds == 10_000_000)
      #expect(result.trace.header.memory == .resident)
      #expect(result.trace.header.command?.hasPrefix("python3 -c $'import time\\nblocks") == true)
      #expect(result.trace == result.trace.mergingEqualRuns())
      #expect(result.readingCount > result.trace.samples.count)
      #expect(try MemoryTrace(parsing: result.trace.text, path: "a.csv") == result.trace)
    }

    @Test(arguments: MeasuredMemory.allCases)
    func `counts children and their children`(memory: MeasuredMemory) throws {
      let recorder = try TraceRecorder(memory: memory)
      // Two programs at once, one of them started by a second shell, each of 64 MiB.
      let script = "python3 -c \"$0\" & sh -c 'python3 -c \"$0\"; true' \"$0\"; wait"
      let result = try recorder.record(["sh", "-c", script, Self.allocator])
      let peak = MemoryTraceSummary(result.trace).peakBytes
      #expect(result.ending == .exited(status: 0))
      #expect(peak >= 120 * Self.mebibyte)
      #expect(peak < 256 * Self.mebibyte)
      #expect(result.trace.header.memory == memory)
    }

    @Test func `counts a child whose parent has ended`() throws {
      let recorder = try TraceRecorder()
      // The inner shell ends soon and leaves its child to another process, whose output `cat` awaits.
      let script = "sh -c 'python3 -c \"$0\" & sleep 0.2' \"$0\" | cat"
      let result = try recorder.record(["sh", "-c", script, Self.allocator])
      #expect(MemoryTraceSummary(result.trace).peakBytes >= 64 * Self.mebibyte)
    }

    @Test func `counts what threads started`() throws {
      let recorder = try TraceRecorder()
      let script = """
        import subprocess, sys, threading
        thread = threading.Thread(target=lambda: subprocess.run([sys.executable, '-c', sys.argv[1]]))
        thread.start()
        thread.join()
        """
      let result = try recorder.record(["python3", "-c", script, Self.allocator])
      #expect(MemoryTraceSummary(result.trace).peakBytes >= 64 * Self.mebibyte)
    }

    @Test func `gives the status of the command`() throws {
      let recorder = try TraceRecorder(interval: .milliseconds(1))
      let failed = try recorder.record(["sh", "-c", "exit 7"])
      #expect(failed.ending == .exited(status: 7))
      #expect(failed.exitStatus == 7)
      let killed = try recorder.record(["sh", "-c", "kill -KILL $$"])
      #expect(killed.ending == .signalled(number: 9))
      #expect(killed.exitStatus == 137)
    }

    @Test func `notices the end of the command before a long interval is over`() throws {
      let recorder = try TraceRecorder(interval: .seconds(10))
      let result = try recorder.record(["sleep", "0.2"])
      #expect(MemoryTraceSummary(result.trace).durationNanoseconds < 3_000_000_000)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func `an interruption keeps the trace`(signal: Int32) throws {
      let folder = try TemporaryFolder()
      let path = folder.path + "/a.csv"
      let recorder = try TraceRecorder()
      // The command interrupts its recorder, which passes the signal on and so ends the command.
      let result = try recorder.record(
        ["sh", "-c", "sleep 0.2; kill -\(signal) $PPID; exec sleep 30"], to: path)
      #expect(result.wasInterrupted)
      #expect(result.ending == .signalled(number: Int(signal)))
      #expect(MemoryTraceSummary(result.trace).durationNanoseconds >= 200_000_000)
      #expect(try MemoryTrace(contentsOf: path) == result.trace)
      #expect(folder.names == ["a.csv"])
    }

    @Test(arguments: [1, 2])
    func `a command that ignores interruptions does not hold the trace back`(
      interruptionCount: Int
    ) throws {
      let recorder = try TraceRecorder()
      let interruptions = String(
        repeating: "kill -TERM $PPID; sleep 0.1; ", count: interruptionCount)
      let result = try recorder.record(["sh", "-c", "trap '' TERM; \(interruptions) exec sleep 20"])
      guard case .leftRunning(let processID) = result.ending else {
        Issue.record("expected a running command, found \(result.ending)")
        return
      }
      kill(pid_t(processID), SIGKILL)
      waitpid(pid_t(processID), nil, 0)
      let seconds = Double(MemoryTraceSummary(result.trace).durationNanoseconds) / 1e9
      // One is followed by the whole grace of two seconds, a second one ends it.
      #expect(interruptionCount == 1 ? (1.9..<10).contains(seconds) : seconds < 1.9)
      #expect(result.exitStatus == 1)
      #expect((result.trace.samples.last?.residentBytes ?? 0) > 0)
    }

    @Test func `an ignored signal stays ignored and old handlers come back`() throws {
      var old = sigaction()
      sigaction(SIGHUP, nil, &old)
      defer { sigaction(SIGHUP, &old, nil) }
      signal(SIGHUP, SIG_IGN)
      let recorder = try TraceRecorder()
      let result = try recorder.record(["sh", "-c", "kill -HUP $PPID; sleep 0.1"])
      #expect(result.ending == .exited(status: 0))
      #expect(!result.wasInterrupted)
      var after = sigaction()
      sigaction(SIGTERM, nil, &after)
      #expect(unsafeBitCast(after.__sigaction_handler.sa_handler, to: Int.self) == 0)
    }

    @Test func `a command that cannot be started leaves nothing`() throws {
      let folder = try TemporaryFolder()
      let recorder = try TraceRecorder()
      #expect(
        throws: TraceRecorderError.cannotStart(
          command: "no-such-program", reason: "no such file or directory")
      ) {
        try recorder.record(["no-such-program"], to: folder.path + "/a.csv")
      }
      #expect(throws: TraceRecorderError.emptyCommand) { try recorder.record([]) }
      #expect(throws: TraceRecorderError.emptyCommand) { try recorder.record([""]) }
      #expect(
        throws: TraceRecorderError.cannotStart(command: "/", reason: "permission denied")
      ) { try recorder.record(["/"]) }
      #expect(folder.names == [])
    }

    @Test func `does not start a command whose trace could not be kept`() throws {
      let folder = try TemporaryFolder()
      let recorder = try TraceRecorder()
      let path = folder.path + "/no/a.csv"
      #expect(
        throws: TraceRecorderError.cannotWrite(path: path, reason: "no such file or directory")
      ) {
        try recorder.record(["touch", folder.path + "/started"], to: path)
      }
      #expect(folder.names == [])
    }

    @Test func `refuses an interval that it cannot keep`() throws {
      for interval in [Duration.zero, .microseconds(999), .milliseconds(10_001)] {
        #expect(throws: TraceRecorderError.intervalOutOfRange(interval)) {
          try TraceRecorder(interval: interval)
        }
      }
    }
  }
}
