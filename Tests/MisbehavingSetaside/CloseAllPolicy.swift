// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import PolicyKit

/// Cuts off and closes every descriptor of its process.
struct CloseAllPolicy: ReclaimThrottlePolicy {
  static let name = "close-all"
  static let summary = "cuts off and closes every descriptor of its process"

  init(_ setup: inout PolicySetup) {}

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    for descriptor in Int32(0)..<64 {
      ftruncate(descriptor, 0)
      close(descriptor)
    }
    return .unpaced(.prediction.indifferent(to: .any))
  }
}
