// SPDX-License-Identifier: Apache-2.0

/// The memory that a real program held over time, as it was recorded.
///
/// A trace is never empty, its first sample lies at time 0 and its times strictly increase; every way to
/// make one checks that, so code that replays a trace need not. Between two samples nothing is known.
/// Where a value is constant only its first and last sample may be there (see ``mergingEqualRuns()``),
/// so a straight line and a step between samples are both faithful in such a stretch.
public struct MemoryTrace: Sendable, Hashable {
  /// The largest number of samples that a trace holds: 1,000,000.
  public static let sampleCountMax = 1_000_000

  /// The latest time of a sample: a year of 365 days, in nanoseconds.
  public static let timeNanosecondsMax = 365 * 86_400 * 1_000_000_000

  /// The largest memory of a sample: 1 PiB, in bytes.
  public static let residentBytesMax = 1 << 50

  /// What the file says about the origin of the trace.
  public let header: MemoryTraceHeader

  /// The samples in the order of time.
  public let samples: [Sample]

  /// Makes a trace of samples that were taken by other means than a file.
  ///
  /// - Throws: ``MemoryTraceError`` with every fault of the samples; as there is no text, a fault gives
  ///   the number of the sample, counted from 1, in its message and has no place.
  public init(header: MemoryTraceHeader, samples: [Sample]) throws(MemoryTraceError) {
    var faults = FaultList(path: "trace")
    if samples.isEmpty { faults.append("expected at least one sample, found none") }
    var previous: Sample?
    for (index, sample) in samples.enumerated() {
      if index == Self.sampleCountMax {
        faults.append("expected at most \(Self.sampleCountMax) samples, found \(samples.count)")
        break
      }
      if let complaint = sample.complaint(after: previous) {
        faults.append("sample \(index + 1): \(complaint)")
      }
      previous = sample
    }
    try faults.throwIfAny()
    self.init(checkedHeader: header, samples: samples)
  }

  /// Takes samples that the parser, the recorder or another trace has already checked.
  internal init(checkedHeader header: MemoryTraceHeader, samples: [Sample]) {
    self.header = header
    self.samples = samples
  }

  /// Returns the same trace without the inner samples of each run of equal memory.
  ///
  /// Of every run the first and the last sample stay, so no information is lost. Idempotent.
  ///
  /// - Complexity: O(*n*) in the number of samples.
  public func mergingEqualRuns() -> MemoryTrace {
    var series = SampleSeries(capacityMax: Self.sampleCountMax)
    for sample in samples { series.append(sample) }
    return MemoryTrace(checkedHeader: header, samples: series.samples)
  }
}

extension MemoryTrace {
  /// The memory held at one instant.
  public struct Sample: Sendable, Hashable {
    /// The time since the start of the recording, in nanoseconds: 0 to ``timeNanosecondsMax``.
    public let timeNanoseconds: Int

    /// The memory held, in bytes: 0 to ``residentBytesMax``.
    public let residentBytes: Int

    /// Makes a sample; a trace that takes it in checks its ranges.
    public init(timeNanoseconds: Int, residentBytes: Int) {
      self.timeNanoseconds = timeNanoseconds
      self.residentBytes = residentBytes
    }

    /// Says what forbids this sample behind `previous`, or as the first one if that is nil.
    internal func complaint(after previous: Sample?) -> String? {
      if timeNanoseconds < 0 || timeNanoseconds > MemoryTrace.timeNanosecondsMax {
        return "expected a time of 0...\(MemoryTrace.timeNanosecondsMax) ns, "
          + "found \(timeNanoseconds)"
      }
      if residentBytes < 0 || residentBytes > MemoryTrace.residentBytesMax {
        return "expected memory of 0...\(MemoryTrace.residentBytesMax) bytes, "
          + "found \(residentBytes)"
      }
      guard let previous else {
        return timeNanoseconds == 0
          ? nil : "expected the first sample at time 0, found \(timeNanoseconds)"
      }
      return timeNanoseconds > previous.timeNanoseconds
        ? nil
        : "expected a time after \(previous.timeNanoseconds) ns of the row before, "
          + "found \(timeNanoseconds)"
    }
  }
}
