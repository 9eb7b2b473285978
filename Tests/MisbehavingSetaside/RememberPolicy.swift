// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit
internal import Synchronization

/// Keeps something from one trial to the next, which no policy may.
struct RememberPolicy: ReclaimThrottlePolicy {
  static let name = "remember"
  static let summary = "keeps something from one trial to the next"

  /// How many trials of this process have begun.
  private static let begun = Atomic<Int64>(0)

  private let number: Int64

  init(_ setup: inout PolicySetup) {
    number = Self.begun.add(1, ordering: .relaxed).newValue
  }

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    CleanerPace(
      burst: 4096, pause: SimulatedDuration(nanoseconds: number * 1_000),
      .prediction.indifferent(to: .any))
  }
}
