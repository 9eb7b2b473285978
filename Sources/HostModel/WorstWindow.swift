// SPDX-License-Identifier: Apache-2.0

/// Finds the stretch of time in which threads were stalled most.
struct WorstWindow {
  /// Instants at which the number of stalled threads changes, and by how much, in order.
  private let steps: [(time: Int64, change: Int64)]

  init(_ stalls: [(from: Int64, to: Int64)]) {
    var steps: [(time: Int64, change: Int64)] = []
    steps.reserveCapacity(2 * stalls.count)
    for stall in stalls {
      steps.append((stall.from, 1))
      steps.append((stall.to, -1))
    }
    steps.sort { $0.time < $1.time }
    self.steps = steps
  }

  /// The most thread time that is stalled in any window of this length.
  ///
  /// The stalled time up to an instant is linear between steps, so a worst window begins or ends at
  /// a step.
  ///
  /// - Complexity: O(n) for n stalls.
  func stalled(in length: Int64) -> Int64 {
    Swift.max(scan(length, offset: 0), scan(length, offset: -length))
  }

  /// The greatest difference of the sum between two cursors a window apart.
  private func scan(_ length: Int64, offset: Int64) -> Int64 {
    var front = Cursor()
    var back = Cursor()
    var worst: Int64 = 0
    for step in steps {
      let start = step.time + offset
      let from = back.advance(to: start, steps)
      let to = front.advance(to: start + length, steps)
      worst = Swift.max(worst, to - from)
    }
    return worst
  }

  private struct Cursor {
    var index = 0
    var time: Int64 = 0
    var level: Int64 = 0
    var sum: Int64 = 0

    /// Stalled thread time up to `instant`; instants must not fall.
    mutating func advance(
      to instant: Int64, _ steps: [(time: Int64, change: Int64)]
    ) -> Int64 {
      while index < steps.count, steps[index].time <= instant {
        sum += level * (steps[index].time - time)
        time = steps[index].time
        level += steps[index].change
        index += 1
      }
      if instant > time {
        sum += level * (instant - time)
        time = instant
      }
      return sum
    }
  }
}
