// SPDX-License-Identifier: Apache-2.0

// The values of a host that a generation computes where a file says nothing, and the table of all rules.
extension KernelRule {
  private static let fair = "kernel/sched/fair.c"

  private static func scaled(_ milliseconds: String) -> String {
    "\(milliseconds) ms x (1 + log2(min(CPUs, 8)))"
  }

  static let ofHost: [Self] = [
    .ofHost(
      "time-slice",
      [
        Source([.v5_13], "sched_min_granularity", fair, .remembered),
        Source([.v6_1], "sched_min_granularity", fair, .read),
        Source([.v6_12], "sched_base_slice", fair, .read),
      ]
    ) {
      switch $0 {
      case .engine3: "3 ms"
      case .v5_13, .v6_1: scaled("0.75")
      case .v6_12: scaled("0.7")
      }
    },
    .ofHost(
      "scheduling-latency",
      [
        Source([.v5_13], "sched_latency", fair, .remembered),
        Source([.v6_1], "sched_latency", fair, .read),
      ]
    ) {
      switch $0 {
      case .engine3, .v6_12: "not used"
      case .v5_13, .v6_1: scaled("6")
      }
    },
    .ofHost(
      "wake-up-granularity",
      [
        Source([.v5_13], "sched_wakeup_granularity", fair, .remembered),
        Source([.v6_1], "sched_wakeup_granularity", fair, .read),
      ]
    ) {
      switch $0 {
      case .engine3, .v6_12: "not used"
      case .v5_13, .v6_1: scaled("1")
      }
    },
    .ofHost(
      "lowmem-reserve",
      [
        Source([.v5_13], "setup_per_zone_lowmem_reserve", "mm/page_alloc.c", .remembered),
        Source([.v6_1, .v6_12], "setup_per_zone_lowmem_reserve", "mm/page_alloc.c", .read),
      ]
    ) {
      $0 == .engine3 ? "0" : "min(2 GiB, (memory - 2 GiB) / 256)"
    },
    .ofHost(
      "thp",
      [
        Source([.v5_13], "TRANSPARENT_HUGEPAGE", "arch/s390/configs/defconfig", .remembered),
        Source([.v6_1, .v6_12], "TRANSPARENT_HUGEPAGE", "arch/s390/configs/defconfig", .read),
      ]
    ) {
      $0.transparentHugePages ? "true" : "false"
    },
  ]

  /// Every value that a generation decides, those of the mechanism first.
  public static let all: [Self] = ofSetAsideList + ofReclaim + ofKills + ofTime + ofHost

  /// The rule of a key, if a generation decides it.
  ///
  /// - Complexity: O(number of rules).
  public static func of(_ key: String) -> Self? { all.first { $0.key == key } }
}
