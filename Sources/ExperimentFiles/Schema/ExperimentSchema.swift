public import HostConfiguration
public import PolicyKit

/// Every key of an experiment, declared once.
public enum ExperimentSchema {
  /// All keys, in the order in which they are shown, with their forms, defaults and help.
  public static var keys: [KeyDescription] { trial.descriptions }

  /// The keys of a block that is for the whole experiment, such as `sweep`; none of other keys.
  public static func wholeKeys(of key: String) -> [String] {
    switch key {
    case "sweep": SweepReader.keys
    case "compare": ReportReader.keys
    default: []
    }
  }

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
      .elsewhere("setaside", .other("1"), "The version of this format."),
      .elsewhere(
        "description", .text,
        "The question that the experiment asks, which reports print, and after a blank line the rest."
      ),
      .elsewhere(
        "assume", .other("names with quantities"),
        "Quantities of the experiment's own, which expressions read as 'assume.NAME'."),
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
        "Groups of CPU time beyond 'machine', 'system' and each guest's 'NAME-scope'."),
      .list("guests", \.guests, guest, draft: { $0 }, finish: { $0 }, "The guests."),
      .list(
        "tasks", \.tasks, task, draft: { TaskDraft($0) }, finish: { $0.finished },
        "The programs on the host."),
      .block("policies", \.self, policies, "What decides at the three policy points."),
      .word("ending", \.ending, "When a run ends by itself."),
      .amount(
        "until", \.until, in: SimulatedDuration(nanoseconds: 1)...HostLimits.until,
        orElse: "automatic",
        "When a run is cut off; by itself at four times all work laid end to end."),
      .amount(
        "slowdown-window", \.slowdownWindow,
        in: SimulatedDuration(nanoseconds: 1)...HostLimits.until, orElse: "none",
        "How long, from the first order to stop, the useful time of guests that stay is measured."),
      .elsewhere(
        "sweep", .other("grid, zip, random, latin-hypercube, sobol, union, outer"),
        "Which values are varied, and how often."),
      .elsewhere("measure", .other("list of metrics"), "The metrics that reports show."),
      .elsewhere("compare", .other("baseline and aims"), "What reports compare, and by what."),
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
      .policy(.oomNotifier, \.oomNotifier, "What happens at or before an OOM kill."),
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
