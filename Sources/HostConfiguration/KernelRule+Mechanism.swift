// SPDX-License-Identifier: Apache-2.0

// The rules of the mechanism that a generation decides, in the order of the file's keys.
extension KernelRule {
  private static let set = "lazy destroy v1, patch 9"
  private static let page = "mm/page_alloc.c"
  private static let scan = "mm/vmscan.c"
  private static let kill = "mm/oom_kill.c"
  private static let fair = "kernel/sched/fair.c"
  private static let wheel = "kernel/time/timer.c"

  /// Read alike in both releases whose sources were read, and remembered of the old one.
  private static func known(_ function: String, _ file: String) -> [Source] {
    [
      Source([.v5_13], function, file, .remembered),
      Source([.v6_1, .v6_12], function, file, .read),
    ]
  }

  /// A rule of version 1 of the series, which other releases have only as a hybrid.
  private static func ofList(_ function: String) -> [Source] {
    [Source([.v5_13, .v6_1, .v6_12], function, set, .read)]
  }

  static let ofSetAsideList: [Self] = [
    .word(
      "payment", \.payment,
      [
        Source([.v5_13], "s390_uv_destroy_pfns", set, .read),
        Source([.v6_1], "uv_destroy_owned_page", "arch/s390/kernel/uv.c", .inferred),
        Source([.v6_12], "s390_uv_destroy_pfns", "arch/s390/mm/gmap.c", .read),
      ]),
    .word(
      "cleaning-order", \.cleaningOrder, isOfSetAsideList: true, ofList("uv_destroy_page_lazy")),
    .number(
      "pages-per-node", \.pagesPerNode, isOfSetAsideList: true, ofList("PV_MAX_LAZY_COUNT")),
    .word(
      "page-at-new-node", \.pageAtNewNode, isOfSetAsideList: true,
      ofList("uv_destroy_page_lazy")),
    .word("node-floor", \.nodeFloor, isOfSetAsideList: true, known("__zone_watermark_ok", page)),
  ]

  static let ofReclaim: [Self] = [
    .word(
      "reclaim-retry", \.reclaimRetry,
      [
        Source([.v5_13], "should_reclaim_retry", page, .inferred),
        Source([.v6_1, .v6_12], "zone_reclaimable_pages", scan, .read),
      ]),
    .number("reclaim-retries", \.reclaimRetries, known("MAX_RECLAIM_RETRIES", "mm/internal.h")),
    .word("direct-reclaim", \.directReclaim, known("shrink_lruvec", scan)),
    .number(
      "slab-pages-per-pass", \.slabPagesPerPass,
      [Source([.v5_13, .v6_1, .v6_12], "shrink_slab", scan, .inferred)]),
    .word(
      "per-cpu-lists", \.perCPULists,
      [
        Source([.v5_13], "free_unref_page_commit", page, .inferred),
        Source([.v6_1], "nr_pcp_free", page, .read),
        Source([.v6_12], "nr_pcp_alloc, nr_pcp_free", page, .read),
      ]),
  ]

  static let ofKills: [Self] = [
    .word("last-test", \.lastTest, known("__alloc_pages_may_oom", page)),
    .word("notifier-work", \.notifierWork, known("out_of_memory", kill)),
    .word(
      "chain-order", \.chainOrder,
      [
        Source([.v5_13], "notifier_chain_register", "kernel/notifier.c", .remembered),
        Source([.v6_1], "notifier_chain_register", "kernel/notifier.c", .inferred),
        Source([.v6_12], "notifier_chain_register", "kernel/notifier.c", .read),
      ]),
    .word("badness", \.badness, known("oom_evaluate_task", kill)),
    .word("kill-refund", \.killRefund, known("exit_mmap", "mm/mmap.c")),
    .word(
      "victim-threads", \.victimThreads,
      [
        Source([.v5_13], "exit_mm", "kernel/exit.c", .remembered),
        Source([.v6_1], "exit_mm", "kernel/exit.c", .inferred),
        Source([.v6_12], "exit_mm", "kernel/exit.c", .read),
      ]),
    .word("completion-refund", \.completionRefund, known("exit_mmap", "mm/mmap.c")),
  ]

  static let ofTime: [Self] = [
    .word("timers", \.timers, known("calc_index", wheel)),
    .number("msleep-extra-ticks", \.msleepExtraTicks, known("msleep", wheel)),
    .word(
      "tick-phase", \.tickPhase,
      // No function: what makes a trial begin somewhere between two ticks is that nothing aligns it.
      [Source([.v5_13, .v6_1, .v6_12], "none", "", .inferred)]),
    .word(
      "scheduler", \.scheduler,
      [
        Source([.v5_13], "pick_next_entity", fair, .remembered),
        Source([.v6_1], "pick_next_entity", fair, .read),
        Source([.v6_12], "pick_eevdf", fair, .read),
      ]),
    .word(
      "wake-up", \.wakeUp,
      [
        Source([.v5_13], "place_entity", fair, .remembered),
        Source([.v6_1], "place_entity, wakeup_preempt_entity", fair, .read),
        Source([.v6_12], "place_entity, pick_eevdf", fair, .read),
      ]),
  ]
}
