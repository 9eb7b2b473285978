// SPDX-License-Identifier: Apache-2.0

import MemoryTraces
import Testing

@Suite struct MemoryTraceSummaryTests {
  private static let second = 1_000_000_000
  private static let mebibyte = 1 << 20

  @Test func `finds the peak and the rates of growth`() throws {
    let trace = try MemoryTrace(
      header: .init(),
      samples: [
        .init(0, 100 * Self.mebibyte), .init(Self.second, 150 * Self.mebibyte),
        .init(3 * Self.second / 2, 50 * Self.mebibyte),
        .init(5 * Self.second / 2, 450 * Self.mebibyte),
        .init(4 * Self.second, 700 * Self.mebibyte), .init(20 * Self.second, 0),
      ])
    let summary = MemoryTraceSummary(trace)
    #expect(summary.peakBytes == 700 * Self.mebibyte)
    #expect(summary.peakTimeNanoseconds == 4 * Self.second)
    #expect(summary.durationNanoseconds == 20 * Self.second)
    #expect(summary.sampleCount == 6)
    // 100 there at first, then 50, 400 and 250.
    #expect(summary.grownBytes == 800 * Self.mebibyte)
    #expect(summary.meanGrowthBytesPerSecond == Double(150 * Self.mebibyte))
    #expect(summary.steepestGrowthBytesPerSecond == Double(400 * Self.mebibyte))
    #expect(
      summary.description
        == "peak 700 MiB at 4.000 s of 20.0 s, 6 samples, mean growth 150 MiB/s to the peak, "
        + "steepest second 400 MiB/s")
  }

  @Test func `a single sample has no rate`() throws {
    let trace = try MemoryTrace(header: .init(), samples: [.init(0, 1000)])
    let summary = MemoryTraceSummary(trace)
    #expect(summary.meanGrowthBytesPerSecond == nil)
    #expect(summary.steepestGrowthBytesPerSecond == nil)
    #expect(summary.description == "peak 1000 B at 0.000 s of 0.000 s, 1 sample")
  }

  @Test func `a trace that only shrinks has no growth`() throws {
    let trace = try MemoryTrace(
      header: .init(), samples: [.init(0, 5 * 1024), .init(2 * Self.second, 0)])
    #expect(
      MemoryTraceSummary(trace).description == "peak 5.00 KiB at 0.000 s of 2.000 s, 2 samples")
  }
}
