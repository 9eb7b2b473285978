/// What a worker says to the runner.
enum WorkerMessage: Hashable {
  /// It has the experiment, and waits for trials.
  case ready
  /// It cannot have it, and why: the sweep must end.
  case refusal(String)
  /// Texts that later messages name by their place among all such texts.
  case texts([String])
  /// The names of the metrics of trials of one shape, as places among the texts; later messages name
  /// the shape by its place among all shapes.
  case shape([Int])
  /// Trials that were run, still in bytes: see ``TrialReply``.
  case replies(ArraySlice<UInt8>)

  private enum Kind: UInt8 { case ready = 1, refusal, texts, shape, replies }

  /// The message in bytes.
  var encoded: [UInt8] {
    var writer = ByteWriter()
    switch self {
    case .ready:
      writer.write(Kind.ready.rawValue)
    case .refusal(let reason):
      writer.write(Kind.refusal.rawValue)
      writer.write(reason)
    case .texts(let texts):
      writer.write(Kind.texts.rawValue)
      writer.write(texts)
    case .shape(let names):
      writer.write(Kind.shape.rawValue)
      writer.write(count: names.count)
      for name in names { writer.write(count: name) }
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
    case .texts: self = .texts(try reader.texts())
    case .shape:
      var names: [Int] = []
      for _ in 0..<(try reader.length()) { names.append(try reader.count(below: .max)) }
      self = .shape(names)
    case .replies:
      self = .replies(bytes.dropFirst())
      return
    case nil: throw WireFault("expected a message of a worker")
    }
    try reader.finish()
  }
}
