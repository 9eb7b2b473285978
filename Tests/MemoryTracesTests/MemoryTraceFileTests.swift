// SPDX-License-Identifier: Apache-2.0

import Glibc
import MemoryTraces
import PolicyKit
import Testing

@Suite struct MemoryTraceFileTests {
  private static let head = "# setaside-trace: 1\ntime_ns,resident_bytes\n"

  @Test func `reads what it wrote`() throws {
    let header = MemoryTraceHeader(
      command: "cc -c 'a b.c'", recorded: "2025-11-23T12:30:00Z", host: "s390x, 4 CPUs, é",
      intervalNanoseconds: 10_000_000, memory: .proportional, notes: ["first", "", "a: b"])
    let trace = try MemoryTrace(
      header: header,
      samples: [.init(0, 4096), .init(10_000_003, 5 << 32), .init(20_000_000, 0)])
    let expected = """
      # setaside-trace: 1
      # command: cc -c 'a b.c'
      # recorded: 2025-11-23T12:30:00Z
      # host: s390x, 4 CPUs, é
      # interval: 10 ms
      # memory: pss
      # first
      #
      # a: b
      time_ns,resident_bytes
      0,4096
      10000003,21474836480
      20000000,0

      """
    #expect(trace.text == expected)
    #expect(try MemoryTrace(parsing: trace.text, path: "a.csv") == trace)
  }

  @Test(arguments: [
    (1, "1 ns"), (1_500, "1500 ns"), (20_000, "20 us"), (1_500_000_000, "1500 ms"),
    (10_000_000_000, "10 s"),
  ])
  func `writes and reads every unit of an interval`(nanoseconds: Int, text: String) throws {
    let trace = try MemoryTrace(
      header: .init(intervalNanoseconds: nanoseconds), samples: [.init(0, 1)])
    #expect(trace.text.contains("# interval: \(text)\n"))
    let read = try MemoryTrace(parsing: trace.text, path: "a.csv")
    #expect(read.header.intervalNanoseconds == nanoseconds)
  }

  @Test func `a header cannot break out of its line`() throws {
    let header = MemoryTraceHeader(command: " a\nb\r\u{0}c ", notes: ["x\n0,0"])
    let trace = try MemoryTrace(header: header, samples: [.init(0, 1)])
    #expect(header.command == "a b  c")
    #expect(try MemoryTrace(parsing: trace.text, path: "a.csv") == trace)
  }

  @Test func `ignores carriage returns`() throws {
    let text = "# setaside-trace: 1\r\ntime_ns,resident_bytes\r\n0,1\r\n5,2\r\n"
    let trace = try MemoryTrace(parsing: text, path: "a.csv")
    #expect(trace.samples == [.init(0, 1), .init(5, 2)])
  }

  @Test(arguments: [(0, 0), (1, 1), (4095, 1), (4096, 1), (4097, 2), (1 << 50, 1 << 38)])
  func `rounds memory up to whole pages`(bytes: Int, pages: Int64) {
    let sample = MemoryTrace.Sample(7, bytes)
    #expect(sample.residentPages == Pages(pages))
    #expect(sample.simulatedTime == SimulatedDuration(nanoseconds: 7))
  }

  @Test func `merges equal runs and keeps their ends`() throws {
    let trace = try MemoryTrace(
      header: .init(),
      samples: [
        .init(0, 7), .init(1, 7), .init(2, 7), .init(3, 7), .init(4, 8), .init(5, 7), .init(6, 7),
      ])
    let merged = trace.mergingEqualRuns()
    #expect(
      merged.samples == [.init(0, 7), .init(3, 7), .init(4, 8), .init(5, 7), .init(6, 7)])
    #expect(merged.mergingEqualRuns() == merged)
  }

  @Test func `names every fault of a file at its place`() {
    let text = """
      # setaside-trace: 1
      # interval: 10ms
      # host: a
      # host: b
      # memory: vss
      time_ns,resident_bytes
      5,1
      10;2
      10,
      20,-3
      20,3,4
      19,1
      19,1
      99999999999999999999,1
      30,1125899906842625

      40,x
      """
    let expected = """
      t.csv:2:13: error: 'interval': expected a whole number and ns, us, ms or s, such as '10 ms', \
      found '10ms'
        # interval: 10ms
                    ^
      t.csv:4:3: error: 'host' is given twice
        # host: b
          ^
      t.csv:5:11: error: 'memory': expected rss or pss, found 'vss'
        # memory: vss
                  ^
      t.csv:7:1: error: expected the first sample at time 0, found 5
        5,1
        ^
      t.csv:8:3: error: expected ',' behind time_ns
        10;2
          ^
      t.csv:9:4: error: resident_bytes: expected a whole number without a sign
        10,
           ^
      t.csv:10:4: error: resident_bytes: expected a whole number without a sign
        20,-3
           ^
      t.csv:11:5: error: expected the end of the line behind resident_bytes
        20,3,4
            ^
      t.csv:13:1: error: expected a time after 19 ns of the row before, found 19
        19,1
        ^
      t.csv:14:1: error: time_ns: expected a number below 2^63
        99999999999999999999,1
        ^
      t.csv:15:4: error: expected memory of 0...1125899906842624 bytes, found 1125899906842625
        30,1125899906842625
           ^
      t.csv:16:1: error: time_ns: expected a whole number without a sign
        
        ^
      t.csv:17:4: error: resident_bytes: expected a whole number without a sign
        40,x
           ^
      t.csv:17:5: error: expected a line end behind the last row; the file may be cut short
        40,x
            ^
      """
    #expect(complaint(text) == expected)
  }

  @Test(arguments: [
    ("", "t.csv: error: the file is empty; expected '# setaside-trace: 1' in its first line"),
    (
      "time_ns,resident_bytes\n0,1\n",
      """
      t.csv:1:1: error: expected '# setaside-trace: 1', the mark of a trace
        time_ns,resident_bytes
        ^
      """
    ),
    (
      "# setaside-trace: 12\n",
      """
      t.csv:1:19: error: expected version 1 of the format, found '12'
        # setaside-trace: 12
                          ^
      """
    ),
    (
      "# setaside-trace: 1\n# host: x\n",
      "t.csv: error: expected the line 'time_ns,resident_bytes', found the end of the file"
    ),
    (
      "# setaside-trace: 1\ntime,rss\n0,0\n",
      """
      t.csv:2:1: error: expected a comment or the line 'time_ns,resident_bytes'
        time,rss
        ^
      """
    ),
    (head, "t.csv: error: expected at least one sample, found none"),
    (
      "# setaside-trace: 1\n\u{0}",
      "t.csv: error: expected a text file, found a binary one (it contains a zero byte)"
    ),
    (
      head + "0,1\n32000000000000000,1\n2,1\n",
      """
      t.csv:4:1: error: expected a time of 0...31536000000000000 ns, found 32000000000000000
        32000000000000000,1
        ^
      """
    ),
  ])
  func `refuses what is no trace`(text: String, message: String) {
    #expect(complaint(text) == message)
  }

  @Test func `keeps twenty faults and counts the others`() throws {
    let rows = String(repeating: "x\n", count: 25)
    let error = try #require(throws: MemoryTraceError.self) {
      try MemoryTrace(parsing: Self.head + rows, path: "t.csv")
    }
    #expect(error.faults.count == 20)
    #expect(error.omittedFaultCount == 5)
    #expect(error.description.hasSuffix("t.csv: note: 5 more errors are not shown"))
  }

  @Test func `takes a million samples and not one more`() throws {
    let rows = (0..<MemoryTrace.sampleCountMax).map { "\($0),\($0)\n" }.joined()
    #expect(
      try MemoryTrace(parsing: Self.head + rows, path: "t.csv").samples.count == 1_000_000)
    #expect(
      complaint(Self.head + rows + "1000000,5\n") == """
        t.csv:1000003:1: error: expected at most 1000000 samples
          1000000,5
          ^
        """)
  }

  @Test func `refuses files that are no text of bearable size`() throws {
    let folder = try TemporaryFolder()
    #expect(
      fileComplaint(folder.path)
        == "\(folder.path): error: expected a trace file, found a directory")
    #expect(
      fileComplaint("/dev/null")
        == "/dev/null: error: expected a trace file, found something that is no file")
    let missing = folder.path + "/missing.csv"
    #expect(
      fileComplaint(missing) == "\(missing): error: cannot be read: no such file or directory")
    let large = folder.path + "/large.csv"
    close(open(large, O_CREAT | O_WRONLY, 0o600))
    truncate(large, (64 << 20) + 1)
    #expect(
      fileComplaint(large)
        == "\(large): error: expected at most 67108864 bytes, found 67108865")
  }

  @Test func `writes a file whole and leaves nothing beside it`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.csv"
    let link = folder.path + "/link.csv"
    symlink("a.csv", link)
    let old = try MemoryTrace(header: .init(), samples: [.init(0, 1)])
    let new = try MemoryTrace(header: .init(notes: ["new"]), samples: [.init(0, 2)])
    try old.write(to: path)
    try new.write(to: link)
    #expect(try MemoryTrace(contentsOf: path) == new)
    #expect(folder.names == ["a.csv", "link.csv"])
  }

  @Test func `does not replace a folder or a device`() throws {
    let folder = try TemporaryFolder()
    let trace = try MemoryTrace(header: .init(), samples: [.init(0, 1)])
    for path in [folder.path, "/dev/null", folder.path + "/no/such.csv", ""] {
      #expect(throws: MemoryTraceError.self) { try trace.write(to: path) }
    }
    #expect(folder.names == [])
  }

  @Test func `checks samples that were made in memory`() throws {
    let error = try #require(throws: MemoryTraceError.self) {
      try MemoryTrace(header: .init(), samples: [.init(1, 0), .init(1, 0), .init(2, -1)])
    }
    #expect(
      error.description == """
        trace: error: sample 1: expected the first sample at time 0, found 1
        trace: error: sample 2: expected a time after 1 ns of the row before, found 1
        trace: error: sample 3: expected memory of 0...1125899906842624 bytes, found -1
        """)
  }

  private func complaint(_ text: String) -> String? {
    do {
      _ = try MemoryTrace(parsing: text, path: "t.csv")
      return nil
    } catch {
      return error.description
    }
  }

  private func fileComplaint(_ path: String) -> String? {
    do {
      _ = try MemoryTrace(contentsOf: path)
      return nil
    } catch {
      return error.description
    }
  }
}
