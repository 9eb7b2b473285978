// SPDX-License-Identifier: Apache-2.0

import MemoryTraces
import Testing

@Suite struct TraceImportTests {
  private static let mebibyte = 1 << 20

  private func imported(
    _ text: String, _ change: (inout TraceImportSettings) -> Void = { _ in }
  ) throws -> TraceImport {
    var settings = TraceImportSettings()
    change(&settings)
    return try TraceImport(parsing: Array(text.utf8), path: "a", settings: settings)
  }

  // MARK: Tools

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `reads psrecord with any line ends, whose MB are MiB`(end: String) throws {
    let text = [
      "# Elapsed time   CPU (%)     Real (MB)   Virtual (MB)",
      "       0.000        0.000       12.500      100.000",
      "       1.010       98.000      512.250     1024.000", "",
      "# Elapsed time   CPU (%)     Real (MB)   Virtual (MB)",
      "       2.021       99.000     1024.500     2048.000",
    ].joined(separator: end)
    let real = try imported("\u{FEFF}" + text)
    #expect(real.kind == .psrecord)
    #expect(real.trace.header.memory == .resident)
    #expect(
      real.trace.samples == [
        .init(0, 13_107_200), .init(1_010_000_000, 537_133_056),
        .init(2_021_000_000, 1_074_266_112),
      ])
    let virtual = try imported(text) { $0.memoryColumn = "Virtual" }
    #expect(virtual.trace.samples.map(\.residentBytes) == [100 << 20, 1 << 30, 2 << 30])
    #expect(virtual.trace.header.memory == nil)
  }

  @Test func `reads psrecord with the columns of input and output, and as CSV`() throws {
    let wide = """
      # Elapsed time   CPU (%)     Real (MB)   Virtual (MB)   Read count   Write count
             0.5            0.0         1.0         9.0            3            4
      """
    #expect(try imported(wide).trace.samples == [.init(0, Self.mebibyte)])
    let table = try imported("elapsed_time,nproc,cpu,mem_real,mem_virtual\n1,1,0,2,9\n3,1,0,1,9\n")
    #expect(table.kind == .psrecord)
    #expect(
      table.trace.samples == [.init(0, 2 * Self.mebibyte), .init(2_000_000_000, Self.mebibyte)])
  }

  @Test func `adds the children to their parents in a recording of mprof`() throws {
    let result = try imported(
      """
      CMDLINE /usr/bin/python3 job.py
      MEM 12.500000 1700000000.1000
      CHLD 0 1.500000 1700000000.1001
      CHLD 1 2.000000 1700000000.1002
      FUNC __main__.f 12.5000 1700000000.1 512.25 1700000000.2
      MEM 512.250000 1700000000.2003
      """)
    #expect(result.kind == .mprof)
    #expect(result.trace.samples == [.init(0, 16 << 20), .init(100_300_000, 537_133_056)])
    #expect(result.trace.header.command == "/usr/bin/python3 job.py")
    #expect(result.trace.header.recorded == "2023-11-14T22:13:20Z")
  }

  @Test func `reads vmstat with times, whose headings come again`() throws {
    let heading = """
      procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----
       r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                 UTC

      """
    let result = try imported(
      heading + " 1  0      0   1000     10     20    0    0     1     2  100  200  1  1 98  0  0 "
        + "2026-01-31 23:59:59\n" + heading
        + " 1  0      0    900     11     21    0    0     1     2  100  200  1  1 98  0  0 "
        + "2026-02-01 00:00:01\n")
    #expect(result.kind == .vmstat)
    #expect(result.trace.samples == [.init(0, 0), .init(2_000_000_000, 98 << 10)])
    #expect(result.trace.header.recorded == "2026-01-31T23:59:59Z")
  }

  @Test func `reads vmstat without times at an interval, any column, and against a total`() throws {
    let text = """
       r  b   swpd   free   inact active   si   so    bi    bo   in   cs us sy id wa st gu
       1  0      0   1000     10     20    0    0     1     2  100  200  1  1 98  0  0 0
       1  0      0    900     11     30    0    0     1     2  100  200  1  1 98  0  0 0
      """
    let active = try imported(text) {
      $0.intervalNanoseconds = 500_000_000
      $0.memoryColumn = "active"
    }
    #expect(active.trace.samples == [.init(0, 20 << 10), .init(500_000_000, 30 << 10)])
    let held = try imported(text) {
      $0.intervalNanoseconds = 1
      $0.memoryUnit = .mebibytes
      $0.memoryTotalBytes = 2000 << 20
    }
    #expect(held.trace.samples == [.init(0, 1000 << 20), .init(1, 1100 << 20)])
  }

  @Test(arguments: [
    ("2026-01-01T00:00:00 ", "2026-01-01T00:00:05 ", ""),
    ("[2026-01-01 00:00:00] ", "[2026-01-01 00:00:05] ", ""),
    ("", "", "Thu Jan  1 00:00:0# UTC 2026\n"), ("", "", "--- 170000000# ---\n"),
    ("", "", "time: 2026-01-01T00:00:0#Z\n"), ("23:59:57 ", "00:00:02 ", ""),
  ])
  func `reads snapshots of meminfo, with times before them or in their lines`(
    first: String, second: String, before: String
  ) throws {
    func snapshot(_ prefix: String, _ digit: String, _ available: Int) -> String {
      before.replacing("#", with: digit) + "\(prefix)MemTotal:       16384 kB\n"
        + "\(prefix)MemFree:           10 kB\n\(prefix)MemAvailable:   \(available) kB\n"
        + "\(prefix)AnonPages:    \(available * 2) kB\n\(prefix)HugePages_Total:       0\n"
    }
    let text = snapshot(first, "0", 8_000) + "\n" + snapshot(second, "5", 7_000)
    let result = try imported(text)
    #expect(result.kind == .meminfo)
    #expect(
      result.trace.samples == [.init(0, 8_384 << 10), .init(5_000_000_000, 9_384 << 10)])
    let anonymous = try imported(text) { $0.memoryColumn = "AnonPages" }
    #expect(anonymous.trace.samples.map(\.residentBytes) == [16_000 << 10, 14_000 << 10])
  }

  @Test func `counts the page cache as available where meminfo has no MemAvailable`() throws {
    let result = try imported("MemTotal: 100 kB\nMemFree: 10 kB\nBuffers: 5 kB\nCached: 20 kB\n") {
      $0.intervalNanoseconds = 1
    }
    #expect(result.trace.samples == [.init(0, 65 << 10)])
    #expect(result.notes.contains { $0.contains("without MemAvailable") })
  }

  @Test(arguments: [
    "1700000000 4096\n1700000001.5 8192\n", "1700000000,4096\n1700000001.5,8192\n",
    "2026-01-01 00:00:00 4096\n2026-01-01 00:00:01.5 8192",
    "2026-01-01T00:00:00Z\t4096\n2026-01-01T02:00:01.5+02:00\t8192\n",
    "# setaside-trace: 1\ntime_ns,resident_bytes\n39600000000000,4096\n39601500000000,8.192e3\n",
    "time;rss (kB)\n0;4.096\n1.5;8.192\n", "time;rss (kB)\n0;4,096\n1,5;8,192\n",
    "mem,t\n4096,0\n8192,1.5\n",
    "timestamp,cpu,mem_usage_kib,mem_limit_kib,mem_%\n0,1,4,9,5\n1.5,1,8,9,5\n",
    "\"t_ms\",\"rss_kib\"\n\"0\",\"4\"\n\"1500\",\"8\"\n",
    "timestamp,value\n1700000000000,4096\n1700000001500,8.192e+03\n",
    "#time mem\n0 4096\n1.5 8192\n", "x,cpu,rssKiB,time_us\n1,2,4,0\n1,2,8,1500000\n",
    "time,mem\n0s,4KiB\n1500 ms,8 KiB\n", "Time,Mem Usage\n12:00:00,4096\n12:00:01.5,8192\n",
  ])
  func `reads one course of memory in many tables`(text: String) throws {
    let result = try imported(text)
    #expect(result.trace.samples == [.init(0, 4096), .init(1_500_000_000, 8192)])
  }

  @Test func `reads the columns and units that are named, and counts rows without times`() throws {
    let text = "c_1,m_1,39600,10,55.2,,\nc_1,m_1,39610,11,56.0,,\n"
    let result = try imported(text) {
      $0.timeColumn = "3"
      $0.memoryColumn = "5"
      $0.memoryUnit = .pages
    }
    #expect(result.trace.samples == [.init(0, 226_099), .init(10_000_000_000, 229_376)])
    let counted = try imported("4096\n8192\n") { $0.intervalNanoseconds = 7 }
    #expect(counted.trace.samples == [.init(0, 4096), .init(7, 8192)])
  }

  @Test func `reads one series of Prometheus`() throws {
    let text = """
      {"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"mem","pod":"a"},"values":[[1700000000,"1"],[1700000015.5,"2e3"]]},
        {"metric":{"__name__":"mem","pod":"b"},"values":[[1700000000,"3"]]}]}}
      """
    for series in ["1", "pod=\"a\"", "pod=a"] {
      let result = try imported(text) { $0.series = series }
      #expect(result.kind == .prometheus)
      #expect(result.trace.samples == [.init(0, 1), .init(15_500_000_000, 2000)])
    }
    #expect(
      firstFault(text) == """
        a:1:1: error: the answer has 2 series; choose one with --series, by its number or a part of its \
        labels: 1: mem{pod="a"}; 2: mem{pod="b"}
        """)
    #expect(firstFault(text) { $0.series = "mem" }.contains("'mem', which fits 2: 1: "))
  }

  /// The first line of what is wrong with a text; empty if nothing is.
  private func firstFault(
    _ text: String, _ change: (inout TraceImportSettings) -> Void = { _ in }
  ) -> String {
    do {
      _ = try imported(text, change)
      return ""
    } catch {
      return "\(error)".split(separator: "\n").first.map(String.init) ?? ""
    }
  }

  // MARK: Parts and scales

  @Test func `cuts a window by spans, instants and the times of the file`() throws {
    let text = (0..<10).map { "\(1_700_000_000 + $0) \($0)\n" }.joined()
    for (from, to) in [
      ("2s", "4 s"), ("1700000002", "1700000004"),
      ("2023-11-14T22:13:22Z", "2023-11-14T22:13:24.5Z"),
    ] {
      let result = try imported(text) {
        $0.from = WindowEdge(from)
        $0.to = WindowEdge(to)
      }
      #expect(result.trace.samples.map(\.residentBytes) == [2, 3, 4])
      #expect(result.trace.samples.first?.timeNanoseconds == 0)
    }
    #expect(
      firstFault(text) { $0.from = WindowEdge("1h") }.contains("no reading lies between them"))
  }

  @Test func `scales times and memory, rounded to the nearest`() throws {
    let result = try imported("0 100\n7 101\n") {
      $0.timeScale = ImportScale("1/60") ?? .one
      $0.memoryScale = ImportScale("0.5") ?? .one
    }
    #expect(result.trace.samples == [.init(0, 50), .init(116_666_667, 51)])
    #expect(result.trace.header.notes.contains("times multiplied by 1/60"))
    for text in ["0", "-1", "1/0", "1/2/3", "", "x", "nan"] { #expect(ImportScale(text) == nil) }
  }

  @Test func `a gap is a fault or held, as asked`() throws {
    let text = "0 1\n1 2\n11 3\n"
    #expect(try imported(text).trace.samples.count == 3)
    #expect(firstFault(text) { $0.gapNanoseconds = 5_000_000_000 }.contains("a:3:1: error: "))
    let held = try imported(text) {
      $0.gapNanoseconds = 5_000_000_000
      $0.holdsGaps = true
    }
    #expect(
      held.trace.samples == [
        .init(0, 1), .init(1_000_000_000, 2), .init(10_999_999_999, 2), .init(11_000_000_000, 3),
      ])
  }

  @Test func `what it made is read as a trace`() throws {
    let result = try imported("time,mem\n5,4096\n6,8192\n")
    #expect(try MemoryTrace(parsing: result.trace.text, path: "b") == result.trace)
  }
}
