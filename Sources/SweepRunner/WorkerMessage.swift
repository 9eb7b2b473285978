// SPDX-License-Identifier: Apache-2.0

/// What a worker says to the runner.
enum WorkerMessage: Hashable {
  /// It has the experiment, and waits for trials.
  case ready
  /// It cannot have it, and why: the sweep must end.
  case refusal(String)
  /// The names of the metrics of trials of one shape; replies name the shape by its place among all
  /// that were said.
  case shape([String])
  /// Trials that were run, still in bytes: see ``TrialReply``.
  case replies(ArraySlice<UInt8>)

  private enum Kind: UInt8 { case ready = 1, refusal, shape, replies }

  /// The message in bytes.
  var encoded: [UInt8] {
    var writer = ByteWriter()
    switch self {
    case .ready:
      writer.write(Kind.ready.rawValue)
    case .refusal(let reason):
      writer.write(Kind.refusal.rawValue)
      writer.write(reason)
    case .shape(let names):
      writer.write(Kind.shape.rawValue)
      writer.write(names)
    case .replies(let bytes):
      return [Kind.replies.rawValue] + bytes
    }
    return writer.bytes
  }

  /// Reads a message.
  init(_ bytes: ArraySlice<UInt8>) throws(WireFault) {
    var reader = ByteReader(bytes)
    switch Kind(rawValue: try reader.byte()) {
    case .ready: self = .ready
    case .refusal: self = .refusal(try reader.text())
    case .shape: self = .shape(try reader.texts())
    case .replies:
      self = .replies(bytes.dropFirst())
      return
    case nil: throw WireFault("expected a message of a worker")
    }
    try reader.finish()
  }
}
