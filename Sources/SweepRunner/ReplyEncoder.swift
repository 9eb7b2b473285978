// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import ResultStore

/// The worker's side of replies: puts them into bytes, and says names of metrics once for all trials.
struct ReplyEncoder {
  private var replies = ByteWriter()
  private var shapes: [MetricNames] = []
  private var newShapes: [MetricNames] = []

  /// How many bytes of replies wait.
  var waitingBytes: Int { replies.bytes.count }

  /// The names of a shape, one object for each list; the runner is told of new ones.
  ///
  /// - Complexity: O(number of shapes): call it once for each point.
  mutating func shape(_ names: [String]) -> MetricNames {
    if let known = shapes.last(where: { $0.names == names }) { return known }
    let shape = MetricNames(names)
    shapes.append(shape)
    newShapes.append(shape)
    return shape
  }

  /// Adds a reply, whose names of metrics come from ``shape(_:)``.
  mutating func add(_ reply: TrialReply) {
    replies.write(count: reply.ordinal)
    replies.write(reply.wall)
    switch reply.outcome {
    case .failed(let error):
      replies.write(ReplyMark.failed)
      replies.write(error)
    case .ended(let outcome):
      replies.write(UInt8(RunOutcome.allCases.firstIndex(of: outcome) ?? 0))
      replies.write(reply.watched == nil ? ReplyMark.unwatched : ReplyMark.watched)
      if let watched = reply.watched { replies.write(watched) }
      replies.write(reply.digest ?? 0)
      replies.write(reply.simulatedEnd ?? 0)
      replies.write(count: shapes.lastIndex { $0 === reply.values.names } ?? shapes.count)
      replies.write(reply.values.text)
    }
  }

  /// What is to be sent, in order; nothing is left waiting.
  mutating func take() -> [WorkerMessage] {
    var messages = newShapes.map { WorkerMessage.shape($0.names) }
    if waitingBytes > 0 { messages.append(.replies(replies.bytes[...])) }
    newShapes.removeAll()
    replies.removeAll()
    return messages
  }
}
