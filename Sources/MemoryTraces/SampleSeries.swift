// SPDX-License-Identifier: Apache-2.0

/// Samples as they come in, without the inner ones of a run of equal memory, in bounded space.
///
/// When the bound is reached, every second sample is dropped, and ``thinnings`` tells the recorder to
/// double its interval: a recording of any length ends with a whole trace of an honest resolution.
internal struct SampleSeries {
  private(set) var samples: [MemoryTrace.Sample] = []

  /// How often the bound was reached; each time the interval between samples doubles.
  private(set) var thinnings = 0

  private let capacityMax: Int

  /// - Parameter capacityMax: the largest number of samples to hold, at least 4.
  init(capacityMax: Int) {
    precondition(capacityMax >= 4, "A series must hold at least four samples.")
    self.capacityMax = capacityMax
  }

  /// Takes a sample that is later than all before it.
  mutating func append(_ sample: MemoryTrace.Sample) {
    let count = samples.count
    if count >= 2, samples[count - 1].residentBytes == sample.residentBytes,
      samples[count - 2].residentBytes == sample.residentBytes
    {
      samples[count - 1] = sample
      return
    }
    if count == capacityMax { thin() }
    samples.append(sample)
  }

  /// Drops every second sample but the first.
  private mutating func thin() {
    samples = stride(from: 0, to: samples.count, by: 2).map { samples[$0] }
    thinnings += 1
  }
}
