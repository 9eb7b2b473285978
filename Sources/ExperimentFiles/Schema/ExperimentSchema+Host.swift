// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension ExperimentSchema {
  private static let anyMemory = Pages(0)...HostLimits.memory
  private static let someMemory = Pages(1)...HostLimits.memory
  private static let slices = SimulatedDuration.microseconds(1)...SimulatedDuration.seconds(1)
  private static let cost = SimulatedDuration(nanoseconds: 1)...HostLimits.cost

  /// The machine.
  static let host = Block(
    title: "the host", defaults: defaults(of: .standard).host,
    keys: [
      .amount(
        "memory", \.memory, in: .mebibytes(1)...HostLimits.memory, isRequired: true,
        "All memory that the zone manages."
      ).example("96 GiB"),
      cpus,
      .amount(
        "time-slice", \.timeSlice, in: slices,
        orKernels: true,
        "How long an actor runs before the next one on its CPU has its turn."
      ).example("3 ms"),
      .amount(
        "scheduling-latency", \.schedulingLatency, in: slices, orKernels: true,
        "Within which time each of a few actors of a CPU runs once, under 'cfs'."),
      .amount(
        "wake-up-granularity", \.wakeUpGranularity, in: .zero...SimulatedDuration.seconds(1),
        orKernels: true, "How far behind a waking actor must be to preempt, under 'cfs'."),
      tick,
      watermarks,
      .amount(
        "lowmem-reserve", \.lowmemReserve, in: anyMemory, orKernels: true,
        "Memory kept from all but memalloc requests, on top of each mark."
      ).example("376 MiB"),
      .truth(
        "thp", \.transparentHugePages,
        "Whether transparent huge pages are on, with which the kernel raises the mark min."),
      .block("in-use", \.self, inUse, "Memory of nobody that the experiment names."),
      .block("page-cache", \.self, pageCache, "Memory on the lists of reclaim."),
      perCPULists,
    ])

  private static let inUse = Block(
    title: "the memory in use", defaults: HostDescription(memory: 0),
    keys: [
      .amount("kernel", \.inUseByKernel, in: anyMemory, "Memory of the kernel.").example("1.5 GiB"),
      .amount(
        "anon", \.inUseAnonymous, in: anyMemory,
        "Memory of processes that the experiment does not name; there is no swap."
      ).example("4 GiB"),
      .amount(
        "slab-reclaimable", \.reclaimableSlab, in: anyMemory,
        "Slab pages that a pass of reclaim frees when it finds nothing else."
      ).example("256 MiB"),
    ])

  private static let pageCache = Block(
    title: "the page cache", defaults: HostDescription(memory: 0),
    keys: [
      .amount(
        "clean", \.cleanPageCache, in: anyMemory, "Clean page cache, which reclaim drops."
      ).example("2 GiB"),
      .amount(
        "mapped", \.mappedPageCache, in: anyMemory,
        "Page cache in use, which counts as reclaimable and is never freed."
      ).example("512 MiB"),
    ])

  private static let cpus = Key<HostDescription>(
    "cpus", "How many CPUs all actors share; with unlimited ones each has its own.",
    .amount(.count, 1...1024, words: ["unlimited"]),
    bind: { node, host, binder in
      if node.text == "unlimited" {
        host.cpus = .unlimited
      } else if let count = binder.amount(node, "cpus", .count, 1...1024) {
        host.cpus = .count(count)
      }
    },
    text: { host in
      switch host.cpus {
      case .unlimited: "unlimited"
      case .count(let count): "\(count)"
      }
    })

  /// A tick is named by its frequency, as `CONFIG_HZ` is.
  private static let tick = Key<HostDescription>(
    "tick", "How often the kernel's clock ticks: its jiffy is one period.",
    .amount(.frequency, 1...10_000, words: []),
    bind: { node, host, binder in
      guard let hertz = binder.amount(node, "tick", .frequency, 1...10_000) else { return }
      guard 1_000_000_000 % hertz == 0 else {
        binder.error(
          "tick", "the period of \(hertz) Hz is not a whole number of nanoseconds",
          at: node.location)
        return
      }
      host.tick = SimulatedDuration(nanoseconds: 1_000_000_000 / hertz)
    }, text: { "\(1_000_000_000 / $0.tick.nanoseconds) Hz" })

  private static let watermarks = Key<HostDescription>(
    "watermarks", "The marks of the zone: the kernel's for its scale factor, or given ones.",
    .other("'{ scale-factor: 10 }' or '{ min: …, low: …, high: … }'"),
    inner: .keys([SmallBlocks.scaleFactor] + SmallBlocks.marks),
    bind: { node, host, binder in
      guard let mapping = node.mapping else {
        binder.error(
          "watermarks",
          "expected '{ scale-factor: 10 }' or '{ min: …, low: …, high: … }', "
            + "found \(node.kindDescription)", at: node.location)
        return
      }
      if let factor = mapping["scale-factor"] {
        binder.reportUnknownKeys(
          of: mapping, known: [SmallBlocks.scaleFactor.name], in: "watermarks by a scale factor")
        guard let factor = binder.amount(factor, SmallBlocks.scaleFactor) else { return }
        host.watermarks = .kernel(scaleFactor: factor)
        return
      }
      binder.reportUnknownKeys(of: mapping, known: SmallBlocks.marks.names, in: "watermarks")
      let marks = SmallBlocks.marks.map { key -> Int64? in
        guard let mark = mapping[key.name] else {
          binder.diagnostics.error("missing key '\(key.name)' in watermarks", at: node.location)
          return nil
        }
        return binder.amount(mark, key)
      }
      guard let min = marks[0], let low = marks[1], let high = marks[2] else { return }
      guard min <= low, low <= high else {
        binder.error("watermarks", "expected min <= low <= high", at: node.location)
        return
      }
      host.watermarks = .explicit(min: Pages(min), low: Pages(low), high: Pages(high))
    },
    text: { host in
      switch host.watermarks {
      case .kernel(let factor): return "{ scale-factor: \(factor) }"
      case .explicit(let min, let low, let high):
        let texts = [min, low, high].map { QuantityKind.memory.text($0.count) }
        return "{ min: \(texts[0]), low: \(texts[1]), high: \(texts[2]) }"
      }
    }
  )
  .example("{ scale-factor: 100 }")

  private static let perCPULists = Key<HostDescription>(
    "per-cpu-lists", "The free pages that each CPU keeps for itself.",
    .other("'off' or '{ batch: 63, high: kernel }'"),
    inner: .keys([SmallBlocks.batch, SmallBlocks.high]),
    bind: { node, host, binder in
      if node.text == "off" {
        host.perCPUListHigh = .off
        return
      }
      guard let mapping = node.mapping else {
        binder.error(
          "per-cpu-lists",
          "expected 'off' or '{ batch: 63, high: kernel }', "
            + "found \(node.kindDescription)", at: node.location)
        return
      }
      binder.reportUnknownKeys(
        of: mapping, known: [SmallBlocks.batch, SmallBlocks.high].names, in: "'per-cpu-lists'")
      if let batch = mapping["batch"],
        let pages = binder.amount(batch, SmallBlocks.batch)
      {
        host.perCPUListBatch = Pages(pages)
      }
      guard let high = mapping["high"] else { return }
      if high.text == "kernel" {
        host.perCPUListHigh = .kernel
      } else if let pages = binder.amount(high, SmallBlocks.high) {
        // Lists that may hold nothing are no lists.
        host.perCPUListHigh = pages == 0 ? .off : .pages(Pages(pages))
      }
    },
    text: { host in
      switch host.perCPUListHigh {
      case .off: "off"
      case .kernel: "{ batch: \(host.perCPUListBatch.count), high: kernel }"
      case .pages(let pages):
        "{ batch: \(host.perCPUListBatch.count), high: \(pages.count) }"
      }
    }
  )
  .example("off")

  /// What Ultravisor calls cost.
  static let ultravisor = Block(
    title: "the Ultravisor", defaults: UltravisorDraft(),
    keys: [
      .amount("destroy", \.value.destroy, in: cost, "Destroying (clearing) a secure page."),
      .amount(
        "destroy-dirty", \.destroyDirty, in: cost, orElse: "as-clean",
        "Destroying a secure page of a dirty extent."
      ).example("6 us"),
      .amount("export", \.value.export, in: cost, "Exporting (encrypting) a secure page."),
      .amount("import", \.value.import, in: cost, "Importing a page into a protected guest."),
      contention,
    ])

  private static let contention = Key<UltravisorDraft>(
    "contention", "How many calls run at full speed side by side.",
    .other("'none', 'serial' or '{ servers: 4 }'"), inner: .keys([SmallBlocks.servers]),
    bind: { node, draft, binder in
      if node.text == "none" {
        draft.value.servers = nil
      } else if node.text == "serial" {
        draft.value.servers = 1
      } else if let mapping = node.mapping, let servers = mapping["servers"] {
        binder.reportUnknownKeys(of: mapping, known: [SmallBlocks.servers.name], in: "'contention'")
        if let count = binder.amount(servers, SmallBlocks.servers) {
          draft.value.servers = count
        }
      } else {
        binder.error(
          "contention",
          "expected 'none', 'serial' or '{ servers: 4 }', "
            + "found \(node.kindDescription)", at: node.location)
      }
    },
    text: { draft in
      switch draft.value.servers {
      case nil: "none"
      case 1: "serial"
      case .some(let count): "{ servers: \(count) }"
      }
    }
  )
  .example("{ servers: 4 }")

  /// What the host's own work costs.
  static let costs = Block(
    title: "the costs", defaults: CostDescription(),
    keys: [
      .amount("append", \.append, in: cost, "Setting one page aside in a node that has room."),
      .amount("node", \.node, in: cost, "Allocating a node."),
      .amount("failed-node", \.failedNode, in: cost, "Failing to allocate a node."),
      .amount("fault", \.fault, in: cost, "Allocating and zeroing one page on a fault."),
      .amount(
        "unmap", \.unmap, in: cost, "Unmapping and freeing a page that needs no Ultravisor call."),
      .amount("scan", \.scan, in: cost, "Scanning one page in reclaim."),
      .amount("reclaim", \.reclaim, in: cost, "Dropping one clean page, on top of the scan."),
      .amount("fruitless-pass", \.fruitlessPass, in: cost, "A pass of reclaim that finds nothing."),
      .amount(
        "wake", \.wake, in: cost, "From the wake-up of a kernel thread to its being runnable."),
      .amount("context-switch", \.contextSwitch, in: cost, "Switching between actors on a CPU."),
    ])

  /// Where the mechanism can go more than one way.
  static let mechanism = Block(
    title: "the mechanism", defaults: KernelGeneration.standard.rules,
    keys: [
      .word("payment", \.payment, "Whether an actor works before or after a page is free."),
      .word("cleaning-order", \.cleaningOrder, "In which order set-aside pages are cleaned."),
      .amount("pages-per-node", \.pagesPerNode, in: 1...65_535, "Pages that a node holds."),
      .word("page-at-new-node", \.pageAtNewNode, "What becomes of the page that needs a node."),
      .word("notifier-work", \.notifierWork, "How a requester cleans pages in a notifier."),
      .word("reclaim-retry", \.reclaimRetry, "When barren reclaim gives up."),
      .amount("reclaim-retries", \.reclaimRetries, in: 0...1000, "Barren passes that are retried."),
      .word("last-test", \.lastTest, "The mark tested before the OOM killer is called."),
      .word("kill-refund", \.killRefund, "How the memory of a killed task comes back."),
      .word("node-floor", \.nodeFloor, "Which floor a node allocation has."),
      .word("direct-reclaim", \.directReclaim, "How much one pass of direct reclaim takes."),
      .amount(
        "slab-pages-per-pass", \.slabPagesPerPass, in: 1...4096,
        "Slab pages that a pass frees which finds nothing else: an assumption."),
      .word("chain-order", \.chainOrder, "In which order notifiers of equal priority are asked."),
      .word("badness", \.badness, "How candidates of the OOM killer are compared."),
      .word("per-cpu-lists", \.perCPULists, "How per-CPU lists are filled and emptied."),
      .word("timers", \.timers, "When a sleep of the kernel ends."),
      .amount(
        "msleep-extra-ticks", \.msleepExtraTicks, in: 0...1, "Ticks that msleep adds to a sleep."),
      .word("tick-phase", \.tickPhase, "Where the ticks of the clock lie."),
      .word("victim-threads", \.victimThreads, "When a killed task begins to give memory back."),
      .word(
        "completion-refund", \.completionRefund, "How the memory of a task that is done comes back."
      ),
      .word("scheduler", \.scheduler, "Who runs next on a shared CPU."),
      .word(
        "wake-up", \.wakeUp,
        "What happens when an actor wakes up on a CPU at work; the scheduler's own by itself."
      ).example("waits"),
    ])
}
