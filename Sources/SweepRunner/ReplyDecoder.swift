// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import ResultStore

/// The runner's side of replies: one for each worker, because each numbers its own shapes.
struct ReplyDecoder {
  private var shapes: [MetricNames] = []

  /// Learns a further shape.
  mutating func learn(_ names: [String]) throws(WireFault) {
    guard Set(names).count == names.count else {
      throw WireFault("expected names of metrics, none twice")
    }
    shapes.append(MetricNames(names))
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
      return TrialReply(ordinal: ordinal, outcome: .failed(try reader.text()), wall: wall)
    }
    guard Int(mark) < RunOutcome.allCases.count else { throw WireFault("expected an outcome") }
    let watched = try reader.byte() == ReplyMark.watched ? try reader.signed() : nil
    let digest = try reader.unsigned()
    let end = try reader.signed()
    let shape = shapes[try reader.count(below: shapes.count)]
    guard let values = MetricValues(of: shape, text: try reader.text()) else {
      throw WireFault("expected a value for each metric")
    }
    return TrialReply(
      ordinal: ordinal, outcome: .ended(RunOutcome.allCases[Int(mark)]), digest: digest,
      simulatedEnd: end, wall: wall, watched: watched, values: values)
  }
}
