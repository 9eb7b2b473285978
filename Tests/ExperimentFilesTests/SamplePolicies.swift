// SPDX-License-Identifier: Apache-2.0

import PolicyKit

/// A catalogue with one policy of each shape that files can choose.
enum SamplePolicies {
  static let catalogue = PolicyCatalogue([
    PolicyRegistration(ConvertOne.self), PolicyRegistration(Quiet.self),
    PolicyRegistration(WaitForQuota.self), PolicyRegistration(Unpaced.self),
  ])

  struct ConvertOne: AllocationFailurePolicy {
    static let name = "convert-one"
    static let summary = "converts a page"
    init(_ setup: inout PolicySetup) {}
    mutating func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer { .convert(1) }
  }

  struct Quiet: OOMNotifierPolicy {
    static let name = "none"
    static let summary = "does nothing"
    init(_ setup: inout PolicySetup) {}
    mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer { .nothing }
  }

  struct WaitForQuota: OOMNotifierPolicy {
    enum Counter: String, CaseIterable { case pages, nodes }
    static let name = "wait-for-quota"
    static let summary = "waits"
    init(_ setup: inout PolicySetup) {
      _ = setup("pages", default: Pages(256), in: 1...4096, "how many to wait for")
      _ = setup(
        "timeout", default: .milliseconds(100), in: .zero...SimulatedDuration.seconds(10),
        "how long at most")
      _ = setup("share", default: Share.percent(5), in: .percent(0)...Share.percent(50), "of it")
      _ = setup("tries", default: Int64(3), in: 1...Int64.max, "how often")
      _ = setup.choice("counter", default: Counter.pages, "which counter")
    }
    mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer { .nothing }
  }

  struct Unpaced: ReclaimThrottlePolicy {
    static let name = "unpaced"
    static let summary = "never pauses"
    init(_ setup: inout PolicySetup) {}
    mutating func pace(_ view: borrowing CleanerView) -> CleanerPace { .unpaced(.prediction) }
  }
}
