// SPDX-License-Identifier: Apache-2.0

/// Every cost of the model with its default, its range and its source: the one place that has them.
///
/// Figures of other machines than s390x are figures nonetheless; a range covers what was found.
public enum CostTable {
  /// Destroying a secure page.
  public static let destroy = CostFigure(
    "ultravisor.destroy", 4_500, in: 1_000...10_000, .assumed, { $0.ultravisor.destroy },
    "no latency of an Ultravisor call is public; the teardown of a TDX guest takes about 5 us for each "
      + "4 KiB if it is declared dead first (KVM_TDX_TERMINATE_VM, kvm list, 2025: 18 GB in 24 s, "
      + "107 GB in 134 s, 400 GB in 467 s)")

  /// Destroying a secure page of a dirty extent.
  public static let destroyDirty = CostFigure(
    "ultravisor.destroy-dirty", 4_500, in: 1_000...10_000, .assumed,
    { $0.ultravisor.destroyDirty },
    "no figure is public; as that of a clean page unless an experiment tells them apart")

  /// Exporting a secure page.
  public static let export = CostFigure(
    "ultravisor.export", 9_000, in: 2_000...40_000, .assumed, { $0.ultravisor.export },
    "no latency is public; David Hildenbrand named 40 minutes where a destroy takes 20, of a guest whose size "
      + "he did not name (kvm list, 9 August 2021): twice a destroy, swept from 1.5 to 4 times")

  /// Importing a page.
  public static let `import` = CostFigure(
    "ultravisor.import", 9_000, in: 2_000...40_000, .assumed, { $0.ultravisor.import },
    "no figure is public; as an export, which encrypts as much as an import decrypts")

  /// Setting a page aside.
  public static let append = CostFigure(
    "costs.append", 100, in: 50...200, .assumed, { $0.costs.append },
    "no figure is public; a store into a page at hand, a reference count and a lock")

  /// Allocating a node.
  public static let node = CostFigure(
    "costs.node", 250, in: 94...984, .published, { $0.costs.node },
    "one 4 KiB page from Linux's allocator takes 94 ns on one core and 984 ns when 26 cores allocate at once "
      + "(Wrenger and others, LLFree, USENIX ATC 2023)")

  /// Failing to allocate a node.
  public static let failedNode = CostFigure(
    "costs.failed-node", 400, in: 100...2_000, .assumed, { $0.costs.failedNode },
    "no figure is public; both walks over the zones and the wake-up of kswapd on top of an allocation"
  )

  /// Allocating and zeroing a page on a fault.
  public static let fault = CostFigure(
    "costs.fault", 1_000, in: 500...4_000, .published, { $0.costs.fault },
    "a fault on fresh anonymous memory takes 575 ns at least, 1,013 ns in the median and 4,025 ns at the 95th "
      + "percentile (Linux 6.6, Core i7 of the 11th generation, ddumbying.vercel.app/experiments/"
      + "pagefault-latency), of which zeroing is 300 ns at 13.7 GB/s (Linux commit cb431accb36e, AMD Milan)"
  )

  /// Unmapping and freeing a page that needs no Ultravisor call.
  public static let unmap = CostFigure(
    "costs.unmap", 600, in: 130...1_000, .published, { $0.costs.unmap },
    "the exit of a process with several TB of small pages can last more than ten minutes: 560 ns a page at "
      + "4 TiB; 320 GB of one mapping take 10.8 s, 130 ns a page (Aaron Lu, mm: support parallel free of "
      + "memory, linux-mm, 24 February 2017, Haswell EX)")

  /// Scanning a page.
  public static let scan = CostFigure(
    "costs.scan", 150, in: 50...500, .assumed, { $0.costs.scan },
    "no figure is public; a page off the tail of its list, and a look at who maps it")

  /// Dropping a clean page.
  public static let reclaim = CostFigure(
    "costs.reclaim", 500, in: 200...2_000, .assumed, { $0.costs.reclaim },
    "no figure is public; a clean page out of its mapping's tree, and its release")

  /// A pass of reclaim that finds nothing.
  public static let fruitlessPass = CostFigure(
    "costs.fruitless-pass", 50_000, in: 5_000...1_000_000, .assumed, { $0.costs.fruitlessPass },
    "no figure is public; thirteen priorities over all cgroups and shrinkers: more cgroups, more time"
  )

  /// Waking a kernel thread.
  public static let wake = CostFigure(
    "costs.wake", 20_000, in: 2_000...100_000, .assumed, { $0.costs.wake },
    "no figure of an s390x host is public; from the wake-up to being runnable, an idle CPU's way out of its "
      + "sleep included")

  /// Switching between actors.
  public static let contextSwitch = CostFigure(
    "costs.context-switch", 3_000, in: 1_000...5_000, .published, { $0.costs.contextSwitch },
    "by a token through pipes: 1.07 us between threads and 2.41 us between processes (Linux 6.6, Core i7 of the "
      + "11th generation, ddumbying.vercel.app/experiments/ctx-switch-overhead), 3.5 us between "
      + "processes (besthub.dev, How much CPU time does a Linux context switch really cost)")

  /// All costs, those of the Ultravisor first, in the order of the file.
  public static let all: [CostFigure] = [
    destroy, destroyDirty, export, `import`, append, node, failedNode, fault, unmap, scan, reclaim,
    fruitlessPass, wake, contextSwitch,
  ]

  /// The costs that a trial has: that of destroying a dirty page only where it is another one.
  public static func costs(of trial: TrialConfiguration) -> [CostFigure] {
    let calls = trial.ultravisor
    guard calls.destroyDirty == calls.destroy else { return all }
    return all.filter { $0.path != destroyDirty.path }
  }

  /// The paths of what a trial has otherwise than another one, contention included, whether an axis names
  /// them or they follow one.
  public static func paths(
    in trial: TrialConfiguration, otherThanIn other: TrialConfiguration
  ) -> [String] {
    let costs = all.filter { $0.value(in: trial) != $0.value(in: other) }.map(\.path)
    // A dirty page costs what a clean one does: it is told with that.
    let isTold =
      Self.costs(of: trial).count == all.count || Self.costs(of: other).count == all.count
    let contention =
      trial.ultravisor.servers == other.ultravisor.servers ? [] : ["ultravisor.contention"]
    return costs.filter { isTold || $0 != destroyDirty.path } + contention
  }
}
