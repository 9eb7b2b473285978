// SPDX-License-Identifier: Apache-2.0

/// What a quantity measures, as powers of memory and time, so that a product or quotient of
/// quantities has a dimension too: memory / time is a rate.
struct Dimension: Sendable, Equatable {
  /// The power of memory (bytes).
  var memory: Int
  /// The power of time (seconds).
  var time: Int

  /// A plain number, a count or a share.
  static let number = Dimension(memory: 0, time: 0)
  /// An amount of memory, in bytes.
  static let memory = Dimension(memory: 1, time: 0)
  /// A duration, in seconds.
  static let duration = Dimension(memory: 0, time: 1)
  /// Memory in time, in bytes per second.
  static let rate = Dimension(memory: 1, time: -1)
  /// Times per second.
  static let frequency = Dimension(memory: 0, time: -1)

  /// The dimension in the words of messages, with its article.
  var name: String {
    switch self {
    case .number: "a plain number"
    case .memory: "an amount of memory"
    case .duration: "a duration"
    case .rate: "a rate"
    case .frequency: "a frequency"
    default: "memory to the power \(memory) times time to the power \(time)"
    }
  }

  static func + (left: Dimension, right: Dimension) -> Dimension {
    Dimension(memory: left.memory + right.memory, time: left.time + right.time)
  }

  static func - (left: Dimension, right: Dimension) -> Dimension {
    Dimension(memory: left.memory - right.memory, time: left.time - right.time)
  }
}
