// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// Crashes with one seed of three, always with the same ones, and is loud about it.
struct MoodyPolicy: ReclaimThrottlePolicy {
  static let name = "moody"
  static let summary = "crashes with one seed of three"

  private let isBadDay: Bool

  init(_ setup: inout PolicySetup) {
    var generator = setup.generator
    isBadDay = generator.next() % 3 == 0
  }

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    print("a word that is no answer")
    precondition(!isBadDay, "a bad day")
    return .unpaced(.prediction.indifferent(to: .any))
  }
}
