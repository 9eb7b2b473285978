// SPDX-License-Identifier: Apache-2.0

/// The few numbers by which one trace is told from another.
public struct MemoryTraceSummary: Sendable, Hashable, CustomStringConvertible {
  /// The largest memory of a sample, in bytes.
  public let peakBytes: Int

  /// When that was first reached, in nanoseconds since the start.
  public let peakTimeNanoseconds: Int

  /// The time of the last sample, in nanoseconds since the start.
  public let durationNanoseconds: Int

  /// The number of samples, at least 1.
  public let sampleCount: Int

  /// The sum of all increases from one sample to the next, in bytes: what a replay allocates.
  ///
  /// Memory that was there at the first sample counts as an increase.
  public let grownBytes: Int

  /// The mean rate of growth from the first sample to the peak, in bytes a second; nil if the first
  /// sample is the peak.
  public let meanGrowthBytesPerSecond: Double?

  /// The growth over the steepest stretch of at least one second, in bytes a second; nil if the trace is
  /// shorter than that or never grows over a second.
  ///
  /// For each sample the stretch ends at the first sample that is a second or more later.
  public let steepestGrowthBytesPerSecond: Double?

  /// Summarizes a trace.
  ///
  /// - Complexity: O(*n*) in the number of samples.
  public init(_ trace: MemoryTrace) {
    var peak = MemoryTrace.Sample(timeNanoseconds: 0, residentBytes: -1)
    var grown = 0
    var previousBytes = 0
    for sample in trace.samples {
      grown += max(0, sample.residentBytes - previousBytes)
      previousBytes = sample.residentBytes
      if sample.residentBytes > peak.residentBytes { peak = sample }
    }
    peakBytes = peak.residentBytes
    peakTimeNanoseconds = peak.timeNanoseconds
    durationNanoseconds = trace.samples.last?.timeNanoseconds ?? 0
    sampleCount = trace.samples.count
    grownBytes = grown
    meanGrowthBytesPerSecond = trace.samples.first.flatMap { Self.rate(from: $0, to: peak) }
    steepestGrowthBytesPerSecond = Self.steepest(trace.samples)
  }

  /// The summary in one line, such as
  /// `peak 4.25 GiB at 12.3 s of 31.0 s, 845 samples, mean growth 354 MiB/s to the peak`.
  public var description: String {
    var text = "peak \(Self.binary(Double(peakBytes))) at \(Self.seconds(peakTimeNanoseconds)) of "
    text += "\(Self.seconds(durationNanoseconds)), \(sampleCount) "
    text += sampleCount == 1 ? "sample" : "samples"
    if let meanGrowthBytesPerSecond {
      text += ", mean growth \(Self.binary(meanGrowthBytesPerSecond))/s to the peak"
    }
    if let steepestGrowthBytesPerSecond {
      text += ", steepest second \(Self.binary(steepestGrowthBytesPerSecond))/s"
    }
    return text
  }

  private static func rate(from first: MemoryTrace.Sample, to last: MemoryTrace.Sample) -> Double? {
    let time = last.timeNanoseconds - first.timeNanoseconds
    guard time > 0 else { return nil }
    return Double(last.residentBytes - first.residentBytes) * 1e9 / Double(time)
  }

  private static func steepest(_ samples: [MemoryTrace.Sample]) -> Double? {
    var steepest: Double?
    var end = 0
    for start in samples {
      let endNanoseconds = start.timeNanoseconds + 1_000_000_000
      while end < samples.count, samples[end].timeNanoseconds < endNanoseconds { end += 1 }
      guard end < samples.count else { break }
      if let rate = rate(from: start, to: samples[end]), rate > 0 {
        steepest = max(steepest ?? rate, rate)
      }
    }
    return steepest
  }

  /// Three significant digits and a binary unit.
  private static func binary(_ bytes: Double) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
    var value = bytes
    var unit = 0
    while abs(value) >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    let decimals = unit == 0 ? 0 : abs(value) < 10 ? 2 : abs(value) < 100 ? 1 : 0
    return "\(fixed(value, decimals: decimals)) \(units[unit])"
  }

  private static func seconds(_ nanoseconds: Int) -> String {
    "\(fixed(Double(nanoseconds) / 1e9, decimals: nanoseconds < 10_000_000_000 ? 3 : 1)) s"
  }

  /// Writes a number with a fixed count of decimals, rounded to the nearest.
  private static func fixed(_ value: Double, decimals: Int) -> String {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(scaled)" }
    let digits = String(scaled % scale)
    let zeros = String(repeating: "0", count: decimals - digits.count)
    return "\(sign)\(scaled / scale).\(zeros)\(digits)"
  }
}
