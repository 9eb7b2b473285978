// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import PolicyKit

/// Takes memory, touches it, and never gives it back.
struct HungryPolicy: ReclaimThrottlePolicy {
  static let name = "hungry"
  static let summary = "takes more and more memory"

  private static let bite = 4 << 20

  init(_ setup: inout PolicySetup) {}

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    while true {
      memset(malloc(Self.bite), 1, Self.bite)
      usleep(1_000)
    }
  }
}
