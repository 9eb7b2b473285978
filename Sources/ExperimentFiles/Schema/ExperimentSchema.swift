// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import PolicyKit

/// Every key of an experiment, declared once.
public enum ExperimentSchema {
  /// All keys, in the order in which they are shown, with their forms, defaults and help.
  public static var keys: [KeyDescription] { [include] + trial.descriptions }

  /// Blocks that many keys may have as their value.
  public static let forms = [
    KeyDescription(
      "drawn", "A value that is drawn for each trial, where a key says 'fixed or drawn'.",
      .other("'{ uniform: [LOW, HIGH] }' or '{ exponential: MEAN, step: STEP }'"),
      example: "{ uniform: [0 s, 5 s] }", keys: SmallBlocks.drawn),
    KeyDescription(
      "range", "A range of values of a sweep, for each of its paths.",
      .other("'LOW..HIGH', 'LOW..HIGH log' in designs; '{ from, to, steps, scale }' in grids"),
      example: "{ from: 16 GiB, to: 64 GiB, steps: 4 }", keys: SmallBlocks.range),
  ]

  /// Read before all others, by ``IncludeLoader``.
  private static let include = KeyDescription(
    "include", "Files whose values hold where this one says nothing.",
    .other("a file, or a list of files, relative to this one"), example: "[hosts/lpar-96g.yaml]")

  /// A trial as YAML that reads back as the same trial, the same text for equal trials.
  ///
  /// Of replayed traces only the source is named, and the seed is not part of it.
  ///
  /// - Parameters:
  ///   - trial: the trial.
  ///   - catalogue: the policies that were chosen from.
  public static func text(of trial: TrialConfiguration, catalogue: PolicyCatalogue) -> String {
    var listing = Listing(catalogue: catalogue, showsOrigins: false)
    self.trial.list(nil, trial, in: &listing)
    return listing.text
  }

  /// What expressions may refer to though a file does not say it: the default of the key at a path, and the
  /// marks and floors of the host.
  static func defaultValue(at path: NodePath, in root: Node) -> ExpressionValue? {
    if let pages = HostMarks.pages(at: path, in: root) {
      let bytes = Rational(Int128(Pages.bytesPerPage * pages.count))
      return .quantity(Quantity(value: bytes, dimension: .memory))
    }
    return plainDefault(at: path, in: root)
  }

  /// The whole file, as far as it describes a trial.
  static let trial = Block(
    title: "an experiment", defaults: defaults(of: .standard),
    keys: [
      .elsewhere("setaside", .other("1"), "The version of this format.").example("1"),
      .elsewhere(
        "description", .text,
        "The question that the experiment asks, which reports print, and after a blank line the rest."
      ).example("Which policy keeps the batch job alive?"),
      .elsewhere(
        "assume", .other("names with quantities"),
        "Quantities of the experiment's own, which expressions read as 'assume.NAME'."
      ).example("{ export-ratio: 2 }"),
      kernel,
      .block("host", \.host, host, isRequired: true, "The machine."),
      .block(
        "ultravisor", \.ultravisorDraft, ultravisor,
        "What Ultravisor calls cost: assumptions, for no figure is public."),
      .block("costs", \.costs, costs, "What the host's own work costs."),
      .block(
        "mechanism", \.rules, mechanism, "Where the mechanism can depart from the kernel's way."),
      .list(
        "cpu-groups", \.cpuGroups, cpuGroup, draft: { CPUGroupDraft($0) },
        finish: { $0.finished },
        "Groups of CPU time beyond 'machine', 'system' and each guest's 'NAME-scope'."
      ).example("[{ name: batch-jobs, parent: system, weight: 50 }]"),
      .list("guests", \.guests, guest, draft: { $0 }, finish: { $0 }, "The guests.")
        .example(
          "[{ name: db, memory: 64 GiB, protected: true, stops: { at: 0 s } }]"
        ),
      .list(
        "tasks", \.tasks, task, draft: { TaskDraft($0) }, finish: { $0.finished },
        "The programs on the host."
      ).example("[{ name: batch, allocates: 48 GiB, rate: 4 GiB/s, measured: true }]"),
      .block("policies", \.self, policies, "What decides at the three policy points."),
      .word("ending", \.ending, "When a run ends by itself."),
      .amount(
        "until", \.until, in: SimulatedDuration(nanoseconds: 1)...HostLimits.until,
        orElse: "automatic",
        "When a run is cut off; by itself at four times all work laid end to end."
      ).example("300 s"),
      .amount(
        "slowdown-window", \.slowdownWindow,
        in: SimulatedDuration(nanoseconds: 1)...HostLimits.until, orElse: "none",
        "How long, from the first order to stop, the useful time of guests that stay is measured."
      ).example("60 s"),
      .elsewhere(
        "sweep", .block, keys: sweep, "Which values are varied, and how often."
      ).example("{ grid: { policies.oom-notifier: [none, drain] }, repetitions: 30 }"),
      .elsewhere(
        "measure", .other("a list of metrics"),
        "The metrics that reports show, as 'setaside metrics' lists them."
      ).example("[task.batch.completion, oom.kills]"),
      .elsewhere("compare", .block, keys: compare, "What reports compare, and by what.")
        .example(
          "{ baseline: { policies.oom-notifier: none }, minimize: [task.batch.completion] }"),
    ],
    check: { mapping, trial, binder in
      // Sums of faulty values would only report the same faults again.
      guard !binder.diagnostics.hasErrors else { return }
      computeDefaults(mapping, &trial)
      checkRules(mapping["mechanism"]?.mapping, trial.rules, &binder)
      checkGroups(mapping, trial, &binder)
      checkNames(mapping, trial, &binder)
      checkMemory(mapping, trial, &binder)
      checkActors(mapping, trial, &binder)
      checkWindow(mapping, trial, &binder)
      checkCleaners(mapping, trial, &binder)
    })

  private static let policies = Block(
    title: "the policies",
    defaults: TrialConfiguration(host: HostDescription(memory: 0)),
    keys: [
      .policy(.allocationFailure, \.allocationFailure, "Bookkeeping of deferred pages."),
      .policy(.oomNotifier, \.oomNotifier, "What happens at or before an OOM kill.")
        .example("{ use: wait-for-quota, pages: 256 }"),
      .policy(.reclaimThrottle, \.reclaimThrottle, "The rates of cleaners and allocating tasks."),
    ])

  private static func checkNames(
    _ mapping: Mapping, _ trial: TrialConfiguration, _ binder: inout Binder
  ) {
    var places: [String: SourceLocation] = [:]
    for list in ["guests", "tasks"] {
      for item in mapping[list]?.items ?? [] {
        guard let name = item.mapping?["name"], let text = name.text else { continue }
        if let first = places[text] {
          binder.diagnostics.error(
            "'name': '\(text)' is taken", at: name.location,
            notes: [.init(location: first, message: "by this")])
        }
        places[text] = name.location
      }
    }
  }

  /// What is there at the start must fit.
  private static func checkMemory(
    _ mapping: Mapping, _ trial: TrialConfiguration, _ binder: inout Binder
  ) {
    let host = trial.host
    var used =
      host.inUseByKernel + host.inUseAnonymous + host.reclaimableSlab + host.cleanPageCache
      + host.mappedPageCache
    for guest in trial.guests { used = used + guest.memory }
    for task in trial.tasks { used = used + task.resident }
    guard used > host.memory, let memory = mapping["host"]?.mapping?["memory"] else { return }
    binder.error(
      "memory",
      "the host's \(QuantityKind.memory.text(host.memory.count)) cannot hold what is in use at the "
        + "start: \(QuantityKind.memory.text(used.count)) of guests, page cache, kernel and "
        + "programs", at: memory.location)
  }

  private static func checkActors(
    _ mapping: Mapping, _ trial: TrialConfiguration, _ binder: inout Binder
  ) {
    var actors: Int64 = 0
    for guest in trial.guests {
      actors += 1 + guest.cleaners + guest.vcpus
      if case .reboot = guest.departure { actors += guest.afterBoot.threads }
    }
    for task in trial.tasks { actors += task.threads }
    guard actors > HostLimits.actors else { return }
    let place = mapping.entry("tasks") ?? mapping.entry("guests")
    guard let place else { return }
    binder.diagnostics.error(
      "\(actors) cleaners, vCPUs and threads, at most \(HostLimits.actors) can be simulated",
      at: place.keyLocation)
  }

  /// A task that waits for memory that nobody cleans would never begin.
  private static func checkCleaners(
    _ mapping: Mapping, _ trial: TrialConfiguration, _ binder: inout Binder
  ) {
    guard !trial.callsNotifiers else { return }
    for (index, task) in trial.tasks.enumerated() {
      guard case .after(let name, .allFree, _) = task.start,
        let guest = trial.guests.first(where: { $0.name == name }), guest.isSetAside,
        guest.cleaners == 0, let items = mapping["tasks"]?.items, items.indices.contains(index),
        let place = items[index].mapping?["starts"]
      else { continue }
      binder.diagnostics.report(
        Diagnostic(
          "'starts': with 'cleaners: 0' and no OOM notifier nobody cleans the memory of '\(name)', so "
            + "the task never begins", at: place.location, severity: .warning))
    }
  }

  /// A run that is cut off inside the window would have no slowdown to show.
  private static func checkWindow(
    _ mapping: Mapping, _ trial: TrialConfiguration, _ binder: inout Binder
  ) {
    guard let until = trial.until, let end = trial.windowEnd, end > until,
      let place = mapping["slowdown-window"]
    else { return }
    binder.error(
      "slowdown-window",
      "it may last until \(QuantityKind.duration.text(end.nanoseconds)), but the run is cut off at "
        + "\(QuantityKind.duration.text(until.nanoseconds))", at: place.location)
  }
}
