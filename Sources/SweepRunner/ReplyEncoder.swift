internal import HostConfiguration
internal import ResultStore

/// The worker's side of replies: puts them into bytes, every text of them once in its life.
///
/// Names of metrics and reasons why one has no value make up nine tenths of a reply, and are the same in
/// all trials.
struct ReplyEncoder {
  /// More texts than this are no longer numbered: a policy may put numbers into its reasons.
  private static let textsMax = 1 << 16

  private var replies = ByteWriter()
  private var numbers: [String: Int] = [:]
  private var shapes: [[String]] = []
  private var newTexts: [String] = []
  private var newShapes: [[Int]] = []

  /// How many bytes of replies wait.
  var waitingBytes: Int { replies.bytes.count }

  /// Adds a reply.
  mutating func add(_ reply: TrialReply) {
    replies.write(count: reply.ordinal)
    replies.write(reply.wall)
    if let error = reply.outcome.errorText {
      replies.write(ReplyMark.failed)
      replies.write(error)
      return
    }
    guard case .ended(let outcome) = reply.outcome else { return }
    replies.write(UInt8(RunOutcome.allCases.firstIndex(of: outcome) ?? 0))
    replies.write(reply.digest ?? "")
    replies.write(reply.simulatedEnd ?? 0)
    replies.write(count: shape(of: reply.metrics))
    for metric in reply.metrics { add(metric) }
  }

  /// What is to be sent, in order; nothing is left waiting.
  mutating func take() -> [WorkerMessage] {
    var messages: [WorkerMessage] = []
    if !newTexts.isEmpty { messages.append(.texts(newTexts)) }
    messages += newShapes.map { .shape($0) }
    if waitingBytes > 0 { messages.append(.replies(replies.bytes[...])) }
    newTexts.removeAll()
    newShapes.removeAll()
    replies.removeAll()
    return messages
  }

  private mutating func add(_ metric: MetricRecord) {
    let samples = metric.sampleCount == nil ? 0 : ReplyMark.samples
    switch metric.value {
    case .defined(let value):
      replies.write(ReplyMark.defined | samples)
      replies.write(value)
    case .undefined(let reason):
      if let number = number(of: reason) {
        replies.write(ReplyMark.undefined | samples)
        replies.write(count: number)
      } else {
        replies.write(ReplyMark.undefinedForUnnumbered | samples)
        replies.write(reason)
      }
    }
    if let count = metric.sampleCount { replies.write(count) }
  }

  /// The shape with these names; a worker meets few, mostly the last one again.
  private mutating func shape(of metrics: [MetricRecord]) -> Int {
    if let known = shapes.lastIndex(where: { names in
      names.count == metrics.count && zip(names, metrics).allSatisfy { $0 == $1.name }
    }) {
      return known
    }
    shapes.append(metrics.map(\.name))
    newShapes.append(metrics.map { number(of: $0.name, isBounded: false) ?? 0 })
    return shapes.count - 1
  }

  private mutating func number(of text: String, isBounded: Bool = true) -> Int? {
    if let number = numbers[text] { return number }
    guard !isBounded || numbers.count < Self.textsMax else { return nil }
    let number = numbers.count
    numbers[text] = number
    newTexts.append(text)
    return number
  }
}
