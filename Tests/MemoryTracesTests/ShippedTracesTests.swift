// SPDX-License-Identifier: Apache-2.0

import MemoryTraces
import Testing

/// The recordings in `experiments/traces` are inputs of experiments, so their main numbers are fixed.
@Suite struct ShippedTracesTests {
  @Test(arguments: [
    ("duckdb-sort", 6_900, 17), ("swift-build-grdb", 1_150, 90),
  ])
  func `is a whole trace of a program that needs much`(
    name: String, peakMebibytesMin: Int, secondsMax: Int
  ) throws {
    let trace = try MemoryTrace(contentsOf: "\(Self.folder)/\(name).csv")
    let summary = MemoryTraceSummary(trace)
    #expect(summary.peakBytes >= peakMebibytesMin << 20)
    #expect(summary.durationNanoseconds < secondsMax * 1_000_000_000)
    #expect(trace.samples.last?.residentBytes == 0)
    #expect(trace.header.command != nil && trace.header.host != nil)
    #expect(trace.header.memory == .resident)
    #expect(trace == trace.mergingEqualRuns())
    #expect(trace.text.utf8.count < 200_000)
  }

  private static var folder: String {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return root.joined(separator: "/") + "/experiments/traces"
  }
}
