// SPDX-License-Identifier: Apache-2.0

/// The samples of one recording and the plan of the next reading.
internal struct RecordingSession {
  private(set) var readingCount = 0
  private(set) var skippedReadingCount = 0
  private(set) var deniedReadingCount = 0
  private(set) var nextReadingNanoseconds: Int
  private var tree: ProcessTree
  private var series = SampleSeries(capacityMax: MemoryTrace.sampleCountMax)
  private let startNanoseconds: Int
  private let firstIntervalNanoseconds: Int

  init(child: ChildProcess, memory: MeasuredMemory, intervalNanoseconds: Int) {
    tree = ProcessTree(root: child.processID, memory: memory)
    startNanoseconds = MonotonicClock.nowNanoseconds()
    firstIntervalNanoseconds = intervalNanoseconds
    nextReadingNanoseconds = startNanoseconds + intervalNanoseconds
  }

  var samples: [MemoryTrace.Sample] { series.samples }

  /// The time between readings, which doubles each time that the space for samples is full.
  var intervalNanoseconds: Int { firstIntervalNanoseconds << series.thinnings }

  /// Reads the memory and stamps it with the time at which the reading began.
  mutating func takeSample() {
    let time = readingCount == 0 ? 0 : MonotonicClock.nowNanoseconds() - startNanoseconds
    // Two readings in one tick of a coarse clock would break the order of the trace.
    if let last = series.samples.last, time <= last.timeNanoseconds { return }
    guard time <= MemoryTrace.timeNanosecondsMax else { return }
    let reading = tree.read()
    readingCount += 1
    deniedReadingCount += reading.deniedCount
    series.append(.init(timeNanoseconds: time, residentBytes: reading.bytes))
  }

  /// Plans the next reading on the grid of intervals, leaving out the points that have gone by.
  mutating func planNextReading() {
    let late = MonotonicClock.nowNanoseconds() - nextReadingNanoseconds
    let skipped = max(0, late / intervalNanoseconds)
    skippedReadingCount += skipped
    nextReadingNanoseconds += (skipped + 1) * intervalNanoseconds
  }
}
