// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import ResultStore
import Testing

@testable import SweepRunner

@Suite struct WireTests {
  private static let integers: [Int64] = [
    0, 1, -1, 63, -64, 64, 127, 128, 300, -300, 1 << 40, .max, .min, .max - 1, .min + 1,
  ]

  private static let long = MetricNames(integers.indices.map { "m.\($0)" })
  private static let short = MetricNames(["b", "a"])

  private static let replies = [
    TrialReply(
      ordinal: 3, outcome: .ended(.done), digest: 0x0123_4567_89ab_cdef,
      simulatedEnd: 5_000_000_000,
      wall: 77, watched: -12,
      values: MetricValues(
        of: long, integers.map { MetricReading(.defined($0), samples: 4) })
    ),
    TrialReply(ordinal: 4, outcome: .failed("larger: than “its” host"), wall: 0),
    TrialReply(
      ordinal: 0, outcome: .ended(.policyReplaced), digest: .max, simulatedEnd: -1,
      wall: .max,
      values: MetricValues(
        of: short,
        [
          MetricReading(.undefined(reason: "killed")),
          MetricReading(.undefined(reason: "\"\\\u{1f}ä")),
        ])),
  ]

  @Test func `integers come back as they were`() throws {
    var writer = ByteWriter()
    for integer in Self.integers {
      writer.write(integer)
      writer.write(UInt64(bitPattern: integer))
    }
    var reader = ByteReader(writer.bytes[...])
    for integer in Self.integers {
      let signed = try reader.signed()
      let unsigned = try reader.unsigned()
      #expect(signed == integer)
      #expect(unsigned == UInt64(bitPattern: integer))
    }
    try reader.finish()
  }

  @Test func `messages come back as they were`() throws {
    let jobs = (0..<300).map {
      WorkerJob(ordinal: $0 * $0, point: $0, seed: UInt64.max - UInt64($0))
    }
    for message: RunnerMessage in [
      .hello(sources: "ä b.yaml\n", memoryLimit: 1 << 40, watched: ""),
      .point(7, seed: .max, key: "00ff"),
      .jobs(jobs),
      .jobs([]),
    ] {
      #expect(try RunnerMessage(message.encoded[...]) == message)
    }
    for message: WorkerMessage in [
      .ready, .refusal("no"), .shape(["", "x"]), .replies([1, 2, 3]),
    ] {
      #expect(try WorkerMessage(message.encoded[...]) == message)
    }
  }

  private static func encoder() -> ReplyEncoder {
    var encoder = ReplyEncoder()
    for reply in replies { encoder.add(known(reply, to: &encoder)) }
    return encoder
  }

  /// The reply with names that the encoder has said.
  private static func known(_ reply: TrialReply, to encoder: inout ReplyEncoder) -> TrialReply {
    guard
      let values = MetricValues(
        of: encoder.shape(reply.values.names.names), text: reply.values.text)
    else { return reply }
    var known = reply
    known.values = values
    return known
  }

  @Test func `replies come back as they were, each shape said once`() throws {
    var encoder = ReplyEncoder()
    var decoder = ReplyDecoder()
    var decoded: [TrialReply] = []
    var shapes: [[String]] = []
    for round in 0..<3 {
      for reply in Self.replies { encoder.add(Self.known(reply, to: &encoder)) }
      for message in encoder.take() {
        switch message {
        case .shape(let names):
          shapes.append(names)
          try decoder.learn(names)
        case .replies(let bytes): decoded += try decoder.replies(bytes)
        case .ready, .refusal: Issue.record("round \(round): \(message)")
        }
      }
    }
    #expect(decoded == Self.replies + Self.replies + Self.replies)
    #expect(shapes == [Self.long.names, [], Self.short.names])
  }

  @Test func `frames come back however the stream is cut`() throws {
    let messages: [[UInt8]] = [[], [1], Array(repeating: 9, count: 70_000), [2, 3]]
    let stream = messages.flatMap(FrameBuffer.framed)
    for size in [1, 2, 3, 4, 5, 1_000, stream.count] {
      var frames = FrameBuffer()
      var found: [[UInt8]] = []
      for start in stride(from: 0, to: stream.count, by: size) {
        frames.append(stream[start..<min(start + size, stream.count)])
        while let frame = try frames.next() { found.append(Array(frame)) }
      }
      #expect(found == messages)
    }
  }

  @Test func `refuses a message of absurd length before it is there`() {
    #expect(throws: WireFault.self) { try Self.firstFrame([0xEE, 0xEE, 0xEE, 0xEE]) }
  }

  private static func firstFrame(_ bytes: [UInt8]) throws -> ArraySlice<UInt8>? {
    var frames = FrameBuffer()
    frames.append(bytes)
    return try frames.next()
  }

  @Test func `no garbage does more than be refused`() throws {
    var encoder = Self.encoder()
    let samples =
      encoder.take().map(\.encoded) + [
        RunnerMessage.jobs([WorkerJob(ordinal: 1, point: 2, seed: 3)]).encoded,
        RunnerMessage.hello(sources: "p", memoryLimit: 0, watched: "m").encoded,
      ]
    var dice = SystemRandomNumberGenerator()
    for round in 0..<20_000 {
      var bytes = samples[round % samples.count]
      for _ in 0..<Int.random(in: 1...3, using: &dice) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &dice)
        switch Int.random(in: 0..<3, using: &dice) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
        case 1: bytes.removeLast(bytes.count - place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &dice), at: place)
        }
      }
      var decoder = ReplyDecoder()
      try? decoder.learn(["b", "a"])
      _ = try? RunnerMessage(bytes[...])
      if let message = try? WorkerMessage(bytes[...]) {
        if case .replies(let replies) = message { _ = try? decoder.replies(replies) }
        if case .shape(let names) = message { try? decoder.learn(names) }
      }
    }
  }
}
