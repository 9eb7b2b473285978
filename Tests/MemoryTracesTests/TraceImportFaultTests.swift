// SPDX-License-Identifier: Apache-2.0

import MemoryTraces
import Testing

@Suite struct TraceImportFaultTests {
  private func faults(
    _ text: String, _ change: (inout TraceImportSettings) -> Void = { _ in }
  ) -> [String] {
    var settings = TraceImportSettings()
    change(&settings)
    do throws(MemoryTraceError) {
      _ = try TraceImport(parsing: Array(text.utf8), path: "a", settings: settings)
      return []
    } catch {
      return error.faults.map { $0.description.split(separator: "\n").first.map(String.init) ?? "" }
    }
  }

  @Test func `names every fault of a table with its place`() {
    let text = """
      time,rss
      0,1
      1,NaN
      2,-5
      x,6
      3,"1,024"
      4
      3.5,8
      2,9
      2,10
      5,1e30
      """
    let found = faults(text)
    let expected = [
      "a:3:3: error: expected memory as a number, found 'NaN'; --skip-missing leaves such readings out",
      "a:4:3: error: expected memory of 0 or more, found '-5'",
      "a:5:1: error: expected a time: a number, or such as 2026-01-31T12:00:00, found 'x'",
      "a:6:4: error: expected memory as a number, found '1,024'; write a decimal comma as a point, "
        + "and no commas between thousands",
      "a:7:2: error: expected at least 2 cells, found 1; is the file cut short?",
      "a:9:1: error: expected a time after that of line 8, found one 1.5 s before; --from and --to cut "
        + "the file, and 'sort -n' orders it",
      "a:10:1: error: expected a time after that of line 9, found the same with other memory",
      "a:11:3: error: expected memory below 2^63 bytes, found '1e30'; is the unit wrong? --memory-unit",
    ]
    #expect(found == expected)
  }

  @Test func `a row with wrong memory still has its time in the order`() {
    let found = faults("time,rss\n5,x\n3,1\n")
    #expect(found.count == 2)
    #expect(found.last?.hasPrefix("a:3:1: error: expected a time after that of line 2") == true)
  }

  @Test func `keeps some twenty faults and counts the others`() {
    let text = "time,rss\n" + (0..<100).map { "\($0),-1\n" }.joined()
    #expect(faults(text).count == MemoryTraceError.faultCountMax)
  }

  @Test(arguments: [
    ("0 1\n1 max\n", "a:2:3: error: expected memory as a number, found 'max'"),
    ("0 1\n2026-01-01T00:00:00 2\n", "a:2:1: error: expected a time written as in the rows before"),
    (
      "4096\n8192\n",
      "a:1:1: error: the file has no times; name the time from one reading to the next"
    ),
    ("a,b,c\n1,2,3\n", "a:1:1: error: cannot tell which column is which of columns 'a', 'b', 'c'"),
    ("MEM 1 2\nMEM 1\n", "a:2:1: error: expected 'MEM', the memory and the time, found 2 words"),
    ("CMDLINE x\nCHLD 0 1 2\n", "a:2:1: error: expected a line 'MEM' before the first 'CHLD'"),
    ("CMDLINE x\n", "a: error: expected at least one reading of memory, found none"),
    ("time,rss\n", "a:1:1: error: expected rows of values below the heading, found none"),
    (" r b swpd free\n 1 0 0\n", "a:2:7: error: expected 4 numbers as in the names of the columns"),
    (" r b swpd free\n 1 0 0 5\n", "a:2:1: error: the file has no times"),
    ("MemTotal: 5 kB\n", "a:1:1: error: expected a field 'MemAvailable' or 'MemFree'"),
    (
      "{\"status\":\"error\",\"error\":\"bad\"}",
      "a:1:1: error: Prometheus answered with an error: bad"
    ),
    ("{\"status\":\"success\",", "a:1:20: error: expected a name in double quotes, found the end"),
    (
      "{\"data\":{\"resultType\":\"vector\"}}",
      "a:1:23: error: expected the answer to a range query"
    ),
    (
      "{\"data\":{\"resultType\":\"matrix\",\"result\":[{\"values\":[[1,\"NaN\"]]}]}}",
      "a:1:57: error: expected memory as a number, found 'NaN'"
    ),
    (
      "Dear reader, this is prose.\nIt has no numbers.\n",
      "a: error: cannot tell which tool wrote this"
    ),
    ("", "a: error: the file is empty"),
    ("a\0b", "a: error: expected a text file, found a binary one"),
    ("0 1\n99999999 1\n", "a:2:1: error: expected a time of at most 365 d"),
    ("0 9999999999999999\n", "a:1:3: error: expected memory of at most 1 PiB"),
  ])
  func `says at its place what was expected`(text: String, beginning: String) {
    let found = faults(text)
    #expect(found.first?.hasPrefix(beginning) == true, "\(found)")
  }

  @Test func `leaves out what has no value, and what stands there twice`() throws {
    var settings = TraceImportSettings()
    settings.skipsMissing = true
    let text = "time,rss\n0,1\n1,NaN\n2,\n2,3\n2,3\ntime,rss\n3,null\n4,5\n"
    let result = try TraceImport(parsing: Array(text.utf8), path: "a", settings: settings)
    #expect(
      result.trace.samples == [.init(0, 1), .init(2_000_000_000, 3), .init(4_000_000_000, 5)])
    #expect(result.notes.contains("readings without a value were left out: 3"))
    #expect(result.notes.contains("readings that stand there twice were left out: 1"))
  }

  @Test func `a snapshot of meminfo with a fault has no others for it`() {
    let text = "1 MemTotal: 9 kB\n1 MemAvailable: x kB\n2 MemTotal: 9 kB\n2 MemAvailable: 4 kB\n"
    #expect(
      faults(text) == ["a:2:17: error: expected memory as a number, found 'x'"])
  }

  @Test func `an option that says nothing about the kind is a fault, with all others`() {
    let found = faults("MEM 1 2\n") {
      $0.series = "1"
      $0.timeColumn = "1"
    }
    #expect(
      found == [
        "a: error: '--time-column' says nothing about a recording of mprof (--kind mprof)",
        "a: error: '--series' says nothing about a recording of mprof (--kind mprof)",
      ])
  }

  @Test func `no text makes it fail otherwise than with words`() {
    let seeds = [
      "# Elapsed time   CPU (%)     Real (MB)\n 0 1 2 3\n 1 2 3 4\n",
      "MEM 1 2\nCHLD 0 1 2\nMEM 3 4\n",
      " r b swpd free buff cache\n 1 0 0 5 6 7 2026-01-01 00:00:00\n",
      "2026-01-01T00:00:00Z MemTotal: 5 kB\n2026-01-01T00:00:00Z MemFree: 4 kB\n",
      "{\"data\":{\"result\":[{\"metric\":{\"a\":\"\\u00e9\"},\"values\":[[1,\"2\"],[2,\"3\"]]}]}}",
      "time,rss\n0,1\n1e3,2.5e+6\n",
    ]
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let signs = Array("0919-+.eE,;:\"'{}[]\\ \n\r\tTZux#".utf8)
    var failures = 0
    for seed in seeds {
      for kind in ForeignTraceKind.allCases {
        for _ in 0..<60 {
          var bytes = Array(seed.utf8)
          for _ in 0..<(1 + random(6)) where !bytes.isEmpty {
            let index = random(bytes.count)
            switch random(3) {
            case 0: bytes[index] = signs[random(signs.count)]
            case 1: bytes.insert(signs[random(signs.count)], at: index)
            default: bytes.remove(at: index)
            }
          }
          var settings = TraceImportSettings()
          settings.kind = kind
          if kind == .vmstat || kind == .meminfo { settings.intervalNanoseconds = .max }
          if (try? TraceImport(parsing: bytes, path: "a", settings: settings)) == nil {
            failures += 1
          }
        }
      }
    }
    #expect(failures > 0)
  }
}
