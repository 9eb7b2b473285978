internal import HostConfiguration
internal import ResultStore

/// The runner's side of replies: one for each worker, because each numbers its own texts.
struct ReplyDecoder {
  private var texts: [String] = []
  private var shapes: [[String]] = []

  /// Learns further texts.
  mutating func learn(texts more: [String]) { texts += more }

  /// Learns a further shape.
  mutating func learn(shape names: [Int]) throws(WireFault) {
    var shape: [String] = []
    for name in names { shape.append(try text(name)) }
    guard zip(shape, shape.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw WireFault("expected names of metrics in ascending order, each once")
    }
    shapes.append(shape)
  }

  /// Reads replies.
  func replies(_ bytes: ArraySlice<UInt8>) throws(WireFault) -> [TrialReply] {
    var reader = ByteReader(bytes)
    var replies: [TrialReply] = []
    while !reader.isAtEnd { replies.append(try reply(&reader)) }
    return replies
  }

  private func reply(_ reader: inout ByteReader) throws(WireFault) -> TrialReply {
    let ordinal = try reader.count(below: .max)
    let wall = try reader.signed()
    let mark = try reader.byte()
    if mark == ReplyMark.failed {
      return TrialReply(
        ordinal: ordinal, outcome: .failed(try reader.text()), digest: nil, simulatedEnd: nil,
        wall: wall, metrics: [])
    }
    guard Int(mark) < RunOutcome.allCases.count else { throw WireFault("expected an outcome") }
    let digest = try reader.text()
    let end = try reader.signed()
    let shape = shapes[try reader.count(below: shapes.count)]
    var metrics: [MetricRecord] = []
    metrics.reserveCapacity(shape.count)
    for name in shape { metrics.append(try metric(name, &reader)) }
    return TrialReply(
      ordinal: ordinal, outcome: .ended(RunOutcome.allCases[Int(mark)]), digest: digest,
      simulatedEnd: end, wall: wall, metrics: metrics)
  }

  private func metric(
    _ name: String, _ reader: inout ByteReader
  ) throws(WireFault) -> MetricRecord {
    let mark = try reader.byte()
    let value: MetricValue
    switch mark & ~ReplyMark.samples {
    case ReplyMark.defined: value = .defined(try reader.signed())
    case ReplyMark.undefined:
      value = .undefined(reason: try text(try reader.count(below: texts.count)))
    case ReplyMark.undefinedForUnnumbered: value = .undefined(reason: try reader.text())
    default: throw WireFault("expected a metric")
    }
    let samples = mark & ReplyMark.samples == 0 ? nil : try reader.signed()
    return MetricRecord(name: name, value: value, sampleCount: samples)
  }

  private func text(_ number: Int) throws(WireFault) -> String {
    guard texts.indices.contains(number) else { throw WireFault("expected the number of a text") }
    return texts[number]
  }
}
