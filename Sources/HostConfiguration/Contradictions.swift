// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

extension TrialConfiguration {
  /// Everything in the description that cannot be together, in the order of its parts.
  ///
  /// Single values out of their range are the business of whoever reads them from a file.
  public func contradictions() -> [ConfigurationFault] {
    var faults = memoryFaults() + kernelFaults()
    faults += nameFaults()
    for guest in guests { faults += self.faults(of: guest) }
    for task in tasks { faults += self.faults(of: task) }
    if let until, until > HostLimits.until || until <= .zero {
      faults.append(
        ConfigurationFault(path: "until", message: "expected more than 0 s, at most 24 h"))
    }
    if guests.count > HostLimits.guests {
      faults.append(
        ConfigurationFault(
          path: "guests", message: "\(guests.count) guests; at most \(HostLimits.guests) fit"))
    }
    if actorCount > HostLimits.actors {
      faults.append(
        ConfigurationFault(
          path: "tasks",
          message: "\(actorCount) threads, vCPUs and cleaners; at most \(HostLimits.actors) fit"))
    }
    return faults
  }

  /// How many actors the trial has at most: threads, vCPUs, cleaners, walks and exits.
  public var actorCount: Int64 {
    let ofGuests = guests.reduce(Int64(0)) {
      $0 + 2 + $1.cleaners + $1.vcpus + $1.afterBoot.threads
    }
    return tasks.reduce(ofGuests) { $0 + 1 + $1.threads }
  }

  private func memoryFaults() -> [ConfigurationFault] {
    var faults: [ConfigurationFault] = []
    let used =
      host.inUseByKernel.count + host.inUseAnonymous.count + host.cleanPageCache.count
      + host.mappedPageCache.count + host.reclaimableSlab.count
      + guests.reduce(0) { $0 + $1.memory.count } + tasks.reduce(0) { $0 + $1.resident.count }
    if used > host.memory.count {
      faults.append(
        ConfigurationFault(
          path: "host.memory",
          message: "guests, tasks, page cache and memory in use take \(used) pages, the host has "
            + "\(host.memory.count)"))
    }
    let marks = host.marks
    if marks.min < 0 || marks.low < marks.min || marks.high < marks.low {
      faults.append(
        ConfigurationFault(path: "host.watermarks", message: "expected min <= low <= high"))
    }
    return faults
  }

  private func nameFaults() -> [ConfigurationFault] {
    var faults: [ConfigurationFault] = []
    var seen: [String] = []
    for (kind, name) in guests.map({ ("guests", $0.name) }) + tasks.map({ ("tasks", $0.name) }) {
      if seen.contains(name) {
        faults.append(
          ConfigurationFault(path: "\(kind).\(name)", message: "the name is used twice"))
      }
      seen.append(name)
    }
    return faults
  }

  private func faults(of guest: GuestDescription) -> [ConfigurationFault] {
    var faults: [ConfigurationFault] = []
    func fault(_ key: String, _ message: String) {
      faults.append(ConfigurationFault(path: "guests.\(guest.name).\(key)", message: message))
    }
    switch (guest.departure, guest.teardown) {
    case (.reboot, .lazyShutdown):
      fault("teardown", "lazy-shutdown is for guests that stop; expected lazy-reboot")
    case (.shutdown, .lazyReboot):
      fault("teardown", "lazy-reboot is for guests that reboot; expected lazy-shutdown")
    default: break
    }
    if guest.memory <= 0 { fault("memory", "expected at least one page") }
    if guest.afterBoot.readyAt > guest.afterBoot.touch {
      fault("after-boot.ready-at", "the boot never touches so much: expected at most touch")
    }
    return faults
  }

  private func faults(of task: TaskDescription) -> [ConfigurationFault] {
    var faults: [ConfigurationFault] = []
    func fault(_ key: String, _ message: String) {
      faults.append(ConfigurationFault(path: "tasks.\(task.name).\(key)", message: message))
    }
    switch task.start {
    case .at: break
    case .after(let name, _, _), .whenFree(_, .some(let name), _):
      if let guest = guests.first(where: { $0.name == name }) {
        if guest.departure == .none {
          fault("starts", "the guest \(name) never stops, so the task would never begin")
        }
      } else {
        fault("starts", "there is no guest \(name)")
      }
    case .whenFree: break
    }
    if requests(of: task) > HostLimits.requests {
      fault(
        "request",
        "more than \(HostLimits.requests) measured requests in one trial; expected larger or fewer")
    }
    switch task.demand {
    case .bursts, .replay:
      if task.threads != 1 { fault("threads", "bursts and replays have one thread") }
    case .steady, .periodic: break
    }
    if task.restartsAfterKill != nil {
      guard case .bursts = task.demand else {
        fault("restarts-after-kill", "only bursts go on after a kill")
        return faults
      }
    }
    return faults
  }

  /// How many requests of a measured task are kept at most.
  private func requests(of task: TaskDescription) -> Int64 {
    guard task.isMeasured else { return 0 }
    switch task.demand {
    case .steady(let total, _, _, let request):
      return 2 * (total.count / Swift.max(request.count, 1))
    case .periodic(_, let every):
      return limit.nanoseconds / Swift.max(every.nanoseconds, 1)
    case .bursts, .replay: return 0
    }
  }
}
