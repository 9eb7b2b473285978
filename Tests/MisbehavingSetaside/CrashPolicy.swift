// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// Crashes with a sentence for whoever wrote it, as soon as it is asked.
struct CrashPolicy: ReclaimThrottlePolicy {
  static let name = "crash"
  static let summary = "crashes as soon as it is asked"

  init(_ setup: inout PolicySetup) {}

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    fatalError("the pace went mad")
  }
}
