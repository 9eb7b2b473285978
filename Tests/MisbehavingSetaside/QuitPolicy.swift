// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import PolicyKit

/// Ends the process that it is asked in.
struct QuitPolicy: ReclaimThrottlePolicy {
  static let name = "quit"
  static let summary = "ends the process that it is asked in"

  init(_ setup: inout PolicySetup) {}

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace { exit(3) }
}
