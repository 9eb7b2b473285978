// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension ExperimentSchema {
  private static let someMemory = Pages(1)...HostLimits.memory
  private static let interval = SimulatedDuration(nanoseconds: 1)...HostLimits.until

  /// A program on the host.
  static let task = Block(
    title: "a task", defaults: TaskDraft(),
    keys: [
      name(\.task.name),
      starts,
      .optional(
        "allocates", \.allocates, in: someMemory, "How much it asks for, in all or each time."
      ).example("48 GiB"),
      .optional(
        "rate", \.rate,
        in: MemoryRate(bytesPerSecond: 1)...MemoryRate.mebibytesPerSecond(16 << 20),
        "At which rate it asks until it has all."
      ).example("4 GiB/s"),
      .optional(
        "request", \.request, in: someMemory,
        "How much it asks for at once, at a rate or in a replay; 2 MiB by itself."
      ).example("2 MiB"),
      .optional(
        "size-jitter", \.jitter, in: Share.percent(0)...Share.percent(100),
        "How far the total is drawn above or below, for each trial."
      ).example("20 %"),
      .optional("every", \.every, in: interval, "How often it asks for the same again.")
        .example("100 ms"),
      bursts,
      replays,
      .amount("threads", \.task.threads, in: 1...1024, "Threads that share its requests."),
      .word("class", \.task.allocationClass, "How its pages are allocated."),
      .amount(
        "retry-after", \.task.retryAfter, in: interval,
        "How long a class that may not reclaim waits after a failure."),
      .amount(
        "backlog", \.task.backlog, in: someMemory, orElse: "unbounded",
        "What it holds beyond this is released, oldest first."
      ).example("1 GiB"),
      .amount(
        "holds", \.task.holds, in: SimulatedDuration.zero...HostLimits.until, orElse: "forever",
        "How long it holds its memory after its last request."
      ).example("60 s"),
      .amount(
        "restarts-after-kill", \.task.restartsAfterKill,
        in: SimulatedDuration.zero...HostLimits.until, orElse: "never",
        "How long after a kill it goes on with its next burst."
      ).example("5 s"),
      .amount(
        "rss", \.task.resident, in: Pages(0)...HostLimits.memory,
        "What it holds from the start of the trial."
      ).example("8 MiB"),
      .truth("measured", \.task.isMeasured, "Whether its stalls are measured."),
      .amount(
        "oom-score-adj", \.task.oomScoreAdjustment, in: -1000...1000,
        "Added to its badness in thousandths of the host's memory."),
      cpuGroupKey(\.task.cpuGroup, "'system'"),
    ], check: { mapping, draft, binder in checkDemand(mapping, draft, &binder) })

  private static let starts = Key<TaskDraft>(
    "starts", "When it begins.",
    .other("'{ at: … }', '{ after: db.exit, delay: … }' or '{ when: \"host.free >= …\" }'"),
    inner: .keys(SmallBlocks.starts),
    bind: { node, draft, binder in
      guard let start = binder.start(node) else { return }
      draft.task.start = start
    },
    text: { draft in
      switch draft.task.start {
      case .at(let time): return "{ at: \(time.text(.duration)) }"
      case .after(let guest, let event, let delay):
        return "{ after: \(guest).\(event.rawValue), delay: \(delay.text(.duration)) }"
      case .whenFree(let pages, let guest, let event):
        let after = guest.map { ", after: \($0).\(event.rawValue)" } ?? ""
        return "{ when: \"host.free >= \(QuantityKind.memory.text(pages.count))\"\(after) }"
      }
    }
  ).example("{ after: db.exit, delay: { uniform: [0 s, 5 s] } }")

  private static let bursts = Key<TaskDraft>(
    "bursts", "Bursts one after another, each held for a time.",
    .other("'{ interval: …, size: …, holds: … }', each fixed or drawn"),
    inner: .keys(SmallBlocks.bursts),
    bind: { node, draft, binder in
      guard let mapping = node.mapping else {
        binder.error(
          "bursts",
          "expected '{ interval: …, size: …, holds: … }', "
            + "found \(node.kindDescription)", at: node.location)
        return
      }
      binder.reportUnknownKeys(of: mapping, known: SmallBlocks.bursts.names, in: "'bursts'")
      for key in SmallBlocks.bursts where key.isRequired && mapping[key.name] == nil {
        binder.diagnostics.error("missing key '\(key.name)' in 'bursts'", at: node.location)
      }
      var bursts = TaskDraft.Bursts()
      bursts.interval =
        mapping["interval"].flatMap { binder.draw($0, SmallBlocks.interval) } ?? bursts.interval
      bursts.size =
        mapping["size"].flatMap { binder.draw($0, SmallBlocks.size) } ?? bursts.size
      bursts.holds =
        mapping["holds"].flatMap { binder.draw($0, SmallBlocks.holds) } ?? bursts.holds
      bursts.stream = mapping["stream"]
        .flatMap { binder.amount($0, SmallBlocks.stream) }.map { UInt64($0) }
      draft.bursts = bursts
    },
    text: { draft in
      draft.bursts.map { bursts in
        let tail = bursts.stream.map { ", stream: \($0)" } ?? ""
        return "{ interval: \(bursts.interval.text(.duration)), "
          + "size: \(bursts.size.text(.pages)), holds: \(bursts.holds.text(.duration))\(tail) }"
      }
    }
  ).example("{ interval: { exponential: 2 s }, size: 256 MiB, holds: 500 ms }")

  private static let replays = Key<TaskDraft>(
    "replays", "A recorded trace of a program's memory, relative to the file that names it.",
    .text,
    bind: { node, draft, binder in
      guard let name = binder.text(node, "replays", "a trace such as 'traces/load-and-sort.csv'")
      else { return }
      do throws(TraceLibrary.Failure) {
        draft.replay = try binder.traces.trace(name, namedIn: node.location.source.name)
      } catch {
        binder.error("replays", "'\(name.abbreviated)' \(error.reason)", at: node.location)
      }
    }, text: { draft in draft.replay.map(\.source) }
  ).example("traces/load-and-sort.csv")

  /// The keys of a demand exclude each other.
  private static func checkDemand(
    _ mapping: Mapping, _ draft: TaskDraft, _ binder: inout Binder
  ) {
    let ways = ["replays", "bursts", "every", "rate"].compactMap { mapping.entry($0) }
    guard let way = ways.first else {
      let place = mapping.entry("allocates")?.keyLocation ?? mapping["name"]?.location
      guard let place else { return }
      binder.diagnostics.error(
        "a task needs 'allocates' with 'rate' or 'every', or 'bursts', or 'replays'", at: place)
      return
    }
    for other in ways.dropFirst() {
      binder.diagnostics.error(
        "'\(other.key)' does not go with '\(way.key)'", at: other.keyLocation)
    }
    let isOwn = way.key == "replays" || way.key == "bursts"
    if isOwn, let allocates = mapping.entry("allocates") {
      binder.diagnostics.error(
        "'allocates' does not go with '\(way.key)'", at: allocates.keyLocation)
    }
    if !isOwn, mapping["allocates"] == nil {
      binder.diagnostics.error("'\(way.key)' needs 'allocates'", at: way.keyLocation)
    }
    if isOwn, draft.task.threads != 1, let threads = mapping["threads"] {
      binder.error("threads", "expected 1 with '\(way.key)'", at: threads.location)
    }
    for name in ["request", "size-jitter"] {
      guard let entry = mapping.entry(name) else { continue }
      let goes = way.key == "rate" || (way.key == "replays" && name == "request")
      if !goes {
        binder.diagnostics.error("'\(name)' does not go with '\(way.key)'", at: entry.keyLocation)
      }
    }
  }
}
