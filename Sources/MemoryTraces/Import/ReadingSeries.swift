// SPDX-License-Identifier: Apache-2.0

/// The readings of a file in order: cut to a window, with their gaps looked at, scaled, and counted
/// from 0.
internal struct ReadingSeries {
  /// A gap that is so many times as long as half of the others is told of.
  private static let unusualGapFactor = 10

  private var collector: ReadingCollector
  private var readings: [ImportedReading] = []
  private var series = SampleSeries(capacityMax: MemoryTrace.sampleCountMax)
  private var heldGaps = 0
  private var heldLongest = 0

  init(_ collector: ReadingCollector) { self.collector = collector }

  /// Makes samples of the readings.
  ///
  /// - Throws: all faults that were noted while the file was read, and here.
  mutating func samples() throws(MemoryTraceError) -> (
    samples: [MemoryTrace.Sample], start: Int?, notes: [String]
  ) {
    cut()
    order()
    if readings.isEmpty, collector.faults.isEmpty {
      collector.fault("expected at least one reading of memory, found none")
    }
    append()
    try collector.faults.sorted().throwIfAny()
    tell()
    let start = collector.hasInstants ? readings.first?.time : nil
    return (series.samples, start, collector.notes)
  }

  // MARK: Window

  /// Leaves the readings of the window that was asked for.
  private mutating func cut() {
    let settings = collector.settings
    readings = collector.readings
    guard let first = readings.first else { return }
    let from = settings.from.flatMap { time(of: $0, option: "--from", first: first.time) }
    let to = settings.to.flatMap { time(of: $0, option: "--to", first: first.time) }
    guard from != nil || to != nil else { return }
    if let from, let to, from > to {
      collector.fault("'--from' and '--to': expected a beginning before the end")
      return
    }
    let window = (from ?? .min)...(to ?? .max)
    readings = readings.filter { window.contains($0.time) }
    guard readings.isEmpty, let last = collector.readings.last else { return }
    let range =
      collector.hasInstants
      ? "\(InstantText.text(first.time)) to \(InstantText.text(last.time))"
      : "0 s to \(SpanText.text(max(0, last.time - first.time))) after the first"
    collector.fault(
      "'--from' and '--to': no reading lies between them; the file has readings from \(range)")
  }

  /// The time that an edge means on the clock of the file; nil when it noted a fault.
  private mutating func time(of edge: WindowEdge, option: String, first: Int) -> Int? {
    switch edge {
    case .sinceStart(let span):
      let (time, overflow) = first.addingReportingOverflow(span)
      return overflow ? .max : time
    case .instant(let instant):
      guard collector.hasInstants else {
        collector.fault(
          "'\(option)': the file has times since its start; expected a span of time such as '90s'")
        return nil
      }
      return instant
    case .asWritten(let text):
      let unit = collector.timeUnit ?? .seconds
      return DecimalNumber(text)?.rounded(times: unit.nanoseconds) ?? .max
    }
  }

  // MARK: Order

  /// Faults times that do not rise, and drops readings that were written twice.
  private mutating func order() {
    var ordered: [ImportedReading] = []
    ordered.reserveCapacity(readings.count)
    var twice = 0
    for reading in readings {
      guard let last = ordered.last, reading.time <= last.time else {
        ordered.append(reading)
        continue
      }
      if reading.time == last.time, reading.bytes == last.bytes {
        twice += 1
        continue
      }
      let message =
        reading.time == last.time
        ? "expected a time after that of line \(last.line), found the same with other memory"
        : "expected a time after that of line \(last.line), found one "
          + "\(SpanText.text(Self.span(from: reading.time, to: last.time))) before; --from and --to "
          + "cut the file, and 'sort -n' orders it"
      collector.fault(message, line: reading.line, column: reading.timeColumn)
      // One time that runs ahead must not put every row behind it in the wrong.
      if reading.time < last.time { ordered.append(reading) }
    }
    readings = ordered
    if twice > 0 { collector.note("readings that stand there twice were left out: \(twice)") }
  }

  private static func span(from one: Int, to other: Int) -> Int {
    let (span, overflow) = other.subtractingReportingOverflow(one)
    return overflow ? .max : span
  }

  // MARK: Samples

  private mutating func append() {
    let settings = collector.settings
    guard let first = readings.first else { return }
    var previous: (reading: ImportedReading, sample: MemoryTrace.Sample)?
    for reading in readings {
      let gap = previous.map { Self.span(from: $0.reading.time, to: reading.time) } ?? 0
      if let bound = settings.gapNanoseconds, gap > bound {
        bridge(gap, bound, before: reading)
      }
      guard let sample = sample(reading, since: first.time) else { continue }
      if let previous, sample.timeNanoseconds <= previous.sample.timeNanoseconds {
        guard sample.timeNanoseconds == previous.sample.timeNanoseconds else { continue }
        collector.fault(
          "'--time-scale': this reading and the one before would be at the same nanosecond",
          line: reading.line, column: reading.timeColumn)
        continue
      }
      if let bound = settings.gapNanoseconds, gap > bound, let previous,
        sample.timeNanoseconds - 1 > previous.sample.timeNanoseconds
      {
        // A replay grows evenly between two samples: the level must end right before the next reading.
        series.append(
          .init(
            timeNanoseconds: sample.timeNanoseconds - 1,
            residentBytes: previous.sample.residentBytes))
      }
      series.append(sample)
      previous = (reading, sample)
    }
  }

  private mutating func bridge(_ gap: Int, _ bound: Int, before reading: ImportedReading) {
    guard collector.settings.holdsGaps else {
      collector.fault(
        "expected a reading within \(SpanText.text(bound)) of the one before, found one after "
          + "\(SpanText.text(gap)); --fill-gaps hold holds the memory meanwhile",
        line: reading.line, column: reading.timeColumn)
      return
    }
    heldGaps += 1
    heldLongest = max(heldLongest, gap)
  }

  /// The scaled sample; nil when it noted a fault.
  private mutating func sample(_ reading: ImportedReading, since start: Int) -> MemoryTrace.Sample?
  {
    let settings = collector.settings
    let time = settings.timeScale.applied(to: Self.span(from: start, to: reading.time))
    guard let time, time <= MemoryTrace.timeNanosecondsMax else {
      collector.fault(
        "expected a time of at most 365 d since the first reading; is the unit wrong (--time-unit), "
          + "or is it too long (--to, --time-scale)?", line: reading.line,
        column: reading.timeColumn)
      return nil
    }
    let bytes = settings.memoryScale.applied(to: reading.bytes)
    guard let bytes, bytes <= MemoryTrace.residentBytesMax else {
      collector.fault(
        "expected memory of at most 1 PiB; is the unit wrong (--memory-unit)?", line: reading.line,
        column: reading.memoryColumn)
      return nil
    }
    return .init(timeNanoseconds: time, residentBytes: bytes)
  }

  // MARK: Notes

  private mutating func tell() {
    if collector.missingCount > 0 {
      collector.note("readings without a value were left out: \(collector.missingCount)")
    }
    if readings.count == 1 { collector.note("there is only one reading, so that nothing grows") }
    if series.thinnings > 0 {
      collector.note(
        "there are more than \(MemoryTrace.sampleCountMax) readings; one of \(1 << series.thinnings) "
          + "was kept, so that peaks may be missed")
    }
    if heldGaps > 0 {
      collector.note(
        "gaps over which the memory is held: \(heldGaps), the longest of \(SpanText.text(heldLongest))"
      )
    }
    guard collector.settings.gapNanoseconds == nil, readings.count > 2 else { return }
    let gaps = zip(readings, readings.dropFirst())
      .map { (length: Self.span(from: $0.time, to: $1.time), line: $1.line) }
    let usual = gaps.map(\.length).sorted()[gaps.count / 2]
    guard let longest = gaps.max(by: { $0.length < $1.length }),
      longest.length / Self.unusualGapFactor > usual
    else { return }
    collector.note(
      "the longest gap is \(SpanText.text(longest.length)), before line \(longest.line), half of the "
        + "others at most \(SpanText.text(usual)); a replay grows evenly over it, and --gap sets a bound"
    )
  }
}
