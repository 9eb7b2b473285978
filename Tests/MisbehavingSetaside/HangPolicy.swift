// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import PolicyKit

/// Never answers.
struct HangPolicy: ReclaimThrottlePolicy {
  static let name = "hang"
  static let summary = "never answers"

  init(_ setup: inout PolicySetup) {}

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    while true { pause() }
  }
}
