// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import Testing

@testable import Reports

@Suite struct MetricSummaryTests {
  private func text(
    _ name: String, _ values: [Int64?], isRandom: Bool = true, until: Int64? = nil
  ) throws -> String {
    MetricSummary(try series(name, values, isRandom: isRandom, until: until)).text
  }

  @Test func `shows a mean with its interval in one unit`() throws {
    let text = try text(
      "task.batch.completion", (1...5).map { $0 * 1_000_000_000 })
    #expect(text.hasPrefix("3.00 ["))
    #expect(text.hasSuffix("] s"))
  }

  @Test func `gives no interval of fewer than five runs, but their range`() throws {
    #expect(
      try text("task.batch.completion", [1_000_000_000, 2_000_000_000, 4_500_000_000])
        == "2.50 (1.00 to 4.50) s")
    #expect(try text("task.batch.completion", [1_000_000_000]) == "1.00 s")
    #expect(try text("task.batch.completion", [2_000_000_000, 2_000_000_000]) == "2.00 s")
  }

  @Test func `prints how wide an interval is whose ends would print alike`() throws {
    let text = try text(
      "task.batch.completion", (0..<10).map { 26_800_000_000 + Int64($0) * 1_000_000 })
    #expect(text.hasPrefix("26.8 s ± 2."), "\(text)")
    #expect(text.hasSuffix(" ms"))
    let huge = try self.text(
      "task.batch.completion", (0..<10).map { 9_200_000_000_000_000_000 + Int64($0) * 1_000 })
    #expect(huge.hasPrefix("9200000000 s ± ") && huge.hasSuffix(" us"), "\(huge)")
  }

  @Test func `shows a single run as the number that it is`() throws {
    #expect(try text("free.min", [256], isRandom: false) == "1.00 MiB")
  }

  @Test func `counts a task that was killed as its limit, never as nothing`() throws {
    // (10 + 290) / 2 = 150; leaving the killed run out would give 10.
    let text = try text(
      "task.batch.completion", [10_000_000_000, nil], until: 290_000_000_000)
    #expect(text.hasPrefix("150 (10.0 to 290) s"))
    #expect(text.hasSuffix("* 1/2"))
  }

  @Test func `says how many runs have a value where nothing can stand in`() throws {
    #expect(try text("oom.recovery", [nil, 5_000_000, 5_000_000]) == "5.00 ms 2/3")
    #expect(try text("oom.recovery", [nil, nil]) == "-")
    #expect(try text("oom.recovery", []) == "not run")
  }

  @Test func `tells kills as a share of runs`() throws {
    // Wilson: no kill in 30 runs still allows 11 %.
    #expect(
      try text("oom.kills", Array(repeating: 0, count: 30)) == "0 [0, 11] %")
    // Seven kills in one run are one run with kills.
    #expect(try text("oom.kills", [7, 0]).hasPrefix("50 ["))
    #expect(try text("oom.kills", [1], isRandom: false) == "yes")
  }
}
