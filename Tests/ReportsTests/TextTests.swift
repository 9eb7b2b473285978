// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import Testing

@testable import HostModel
@testable import Reports

@Suite struct TextTests {
  @Test func `chooses the unit that people read`() {
    #expect(DisplayUnit.text(4_500, .nanoseconds) == "4.50 us")
    #expect(DisplayUnit.text(75_497_472_000, .nanoseconds) == "75.5 s")
    #expect(DisplayUnit.text(0, .nanoseconds) == "0 s")
    #expect(DisplayUnit.text(16_777_216, .pages) == "64.0 GiB")
    #expect(DisplayUnit.text(12, .pages) == "12 pages")
    #expect(DisplayUnit.text(123_456, .count) == "123456")
    #expect(DisplayUnit.text(47_300, .partsPerMillion) == "4.73 %")
    #expect(DisplayUnit.text(4_294_967_296, .bytesPerSecond) == "4.00 GiB/s")
    #expect(DisplayUnit.text(-1_500_000, .nanoseconds) == "-1.50 ms")
  }

  @Test func `only one is one`() {
    #expect(CountText.of(1, "trial") == "1 trial")
    #expect(CountText.of(0, "trial") == "0 trials")
    #expect(CountText.of(2, "axis", "axes") == "2 axes")
    #expect(CountText.of(1, "trial was", "trials were") == "1 trial was")
  }

  @Test func `aligns a table and splits it where the terminal ends`() {
    let table = TextTable(
      lead: [.init("policy", cells: ["none", "free-batch"])],
      columns: [
        .init("time", .right, cells: ["300 s", "1 s"]), .init("verdict", cells: ["", "better"]),
      ])
    #expect(
      table.lines(width: 80).joined(separator: "\n") == """
        policy       time  verdict
        ----------  -----  -------
        none        300 s
        free-batch    1 s  better
        """)
    #expect(
      table.lines(width: 20).joined(separator: "\n") == """
        policy       time
        ----------  -----
        none        300 s
        free-batch    1 s

        policy      verdict
        ----------  -------
        none
        free-batch  better
        """)
  }

  @Test func `breaks lines at spaces and loses no word`() {
    #expect(
      TextWrap.lines("one two three", width: 9, first: "* ", indent: "  ")
        == ["* one two", "  three"])
    #expect(TextWrap.lines("incomprehensibilities", width: 5) == ["incomprehensibilities"])
  }

  private func sample(_ time: Int64, free: Int64, tasks: Int64) -> TimelineSample {
    TimelineSample(
      time: time, free: free, onLists: 0, pageCache: 0, guests: 0, dying: 0, setAside: 0,
      zombies: 0, tasks: tasks, other: 1_600 - free - tasks)
  }

  @Test func `draws memory over time`() {
    let chart = MemoryChart(
      [
        sample(0, free: 1_200, tasks: 0), sample(1_000_000_000, free: 400, tasks: 800),
        sample(2_000_000_000, free: 400, tasks: 800),
      ], width: 30)
    #expect(
      chart.lines.joined(separator: "\n") == """
        6.25 MiB+....................
                |....................
                |....................
                |....................
        4.69 MiB+..........TTTTTTTTTT
                |..........TTTTTTTTTT
                |..........TTTTTTTTTT
                |..........TTTTTTTTTT
        3.13 MiB+..........TTTTTTTTTT
                |..........TTTTTTTTTT
                |..........TTTTTTTTTT
                |..........TTTTTTTTTT
        1.56 MiB+####################
                |####################
                |####################
                |####################
                 0       1.00  2.00 s
                 # kernel and other
                 T tasks   . free
        """)
  }

  @Test func `draws nothing of nothing`() {
    #expect(MemoryChart([], width: 80).lines.isEmpty)
    #expect(MemoryChart([sample(0, free: 1, tasks: 0)], width: 80).lines.isEmpty)
  }
}
