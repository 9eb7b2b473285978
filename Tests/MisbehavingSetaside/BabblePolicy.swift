// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import PolicyKit

/// Writes to every descriptor that it finds, and then hangs.
struct BabblePolicy: ReclaimThrottlePolicy {
  static let name = "babble"
  static let summary = "writes to every descriptor that it finds"

  init(_ setup: inout PolicySetup) {}

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    let nonsense = [UInt8](repeating: 0xEE, count: 4_096)
    for descriptor in Int32(3)..<16 where descriptor != 4 {
      write(descriptor, nonsense, nonsense.count)
    }
    while true { pause() }
  }
}
