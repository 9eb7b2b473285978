// SPDX-License-Identifier: Apache-2.0

import Foundation
import MemoryTraces
import Testing

extension RecordingTests {
  /// What a recorded command inherits, and what becomes of the trace of a recorder that is killed.
  @Suite(.serialized) struct RecordedCommandTests {
    private func output(_ script: String) throws -> String {
      let folder = try TemporaryFolder()
      let file = folder.path + "/out"
      _ = try TraceRecorder().record(["sh", "-c", "{ \(script) ; } > '\(file)'"])
      return try String(contentsOfFile: file, encoding: .utf8)
    }

    @Test func `the command has the signals of a shell`() throws {
      let status = try output("grep -E 'SigBlk|SigIgn' /proc/self/status")
      #expect(status.contains("SigBlk:\t0000000000000000"), "\(status)")
      // SIGPIPE is 13, so the fourth digit from the right.
      let ignored = try #require(status.split(separator: "\n").last?.split(separator: "\t").last)
      #expect((UInt64(ignored, radix: 16) ?? .max) & (1 << 12) == 0)
    }

    @Test(.timeLimit(.minutes(1))) func `a shell that waits for its children ends`() throws {
      #expect(try output("sleep 0.1 & wait; echo waited") == "waited\n")
      #expect(try output("timeout 0.2 sleep 20; echo $?") == "124\n")
    }

    @Test func `what is recorded is kept as it goes`() throws {
      let folder = try TemporaryFolder()
      let path = folder.path + "/a.csv"
      // The command itself looks at the file while it is recorded.
      let script = "sleep 2.5; cp '\(path)' '\(folder.path)/early.csv'"
      let result = try TraceRecorder().record(["sh", "-c", script], to: path)
      #expect(result.exitStatus == 0)
      let early = try MemoryTrace(contentsOf: folder.path + "/early.csv")
      #expect(!early.samples.isEmpty)
      #expect(early.header.notes == ["the recording had not ended when this was written"])
      let whole = try MemoryTrace(contentsOf: path)
      #expect(whole.header.notes.isEmpty)
      #expect(whole.samples.count >= early.samples.count)
      #expect(folder.names == ["a.csv", "early.csv"])
    }

    @Test func `only a trace is replaced, and only if that is asked for`() throws {
      let folder = try TemporaryFolder()
      let (trace, other) = (folder.path + "/a.csv", folder.path + "/notes.txt")
      let recorder = try TraceRecorder()
      _ = try recorder.record(["true"], to: trace)
      try "precious".write(toFile: other, atomically: true, encoding: .utf8)
      #expect(throws: TraceRecorderError.exists(path: trace, isTrace: true)) {
        try recorder.record(["true"], to: trace)
      }
      for replaces in [false, true] {
        #expect(throws: TraceRecorderError.exists(path: other, isTrace: false)) {
          try recorder.record(["true"], to: other, replaces: replaces)
        }
      }
      #expect(try String(contentsOfFile: other, encoding: .utf8) == "precious")
      _ = try recorder.record(["true"], to: trace, replaces: true)
    }

    @Test func `a trace may begin with a byte order mark, and one in UTF-16 is called so`() throws {
      let text = "# setaside-trace: 1\ntime_ns,resident_bytes\n0,4096\n1,8192\n"
      let marked = try MemoryTrace(parsing: [0xEF, 0xBB, 0xBF] + [UInt8](text.utf8), path: "a.csv")
      #expect(marked.samples.count == 2)
      let wide: [UInt8] = [0xFF, 0xFE] + text.utf8.flatMap { byte -> [UInt8] in [byte, 0] }
      do {
        _ = try MemoryTrace(parsing: wide, path: "a.csv")
        Issue.record("a text in UTF-16 was read")
      } catch {
        #expect("\(error)".contains("iconv -f UTF-16 -t UTF-8"), "\(error)")
      }
    }
  }
}
