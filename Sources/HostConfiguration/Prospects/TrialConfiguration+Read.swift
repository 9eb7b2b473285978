// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

extension TrialConfiguration {
  /// The same trial with the default in the place of what no run of it reads, such as the load of a
  /// guest without vCPUs: two trials that are equal then have the same runs.
  ///
  /// What a run merely happens not to need stays, such as a policy that memory does not make anyone
  /// ask.
  public var onlyWhatIsRead: TrialConfiguration {
    var trial = self
    let initial = TrialConfiguration(host: host)
    trial.guests = guests.map(\.onlyWhatIsRead)
    trial.tasks = tasks.map { task in
      var task = task
      // Only classes that may not reclaim wait to retry.
      if task.allocationClass == .kernel { task.retryAfter = .milliseconds(1) }
      return task
    }
    if !guests.contains(where: \.setsPagesAside) {
      trial.allocationFailure = initial.allocationFailure
      trial.oomNotifier = initial.oomNotifier
      trial.costs.append = initial.costs.append
      trial.costs.node = initial.costs.node
      trial.costs.failedNode = initial.costs.failedNode
      trial.rules.cleaningOrder = initial.rules.cleaningOrder
      trial.rules.pagesPerNode = initial.rules.pagesPerNode
      trial.rules.pageAtNewNode = initial.rules.pageAtNewNode
      trial.rules.notifierWork = initial.rules.notifierWork
      trial.rules.nodeFloor = initial.rules.nodeFloor
    }
    if !guests.contains(where: \.hasCleaners) { trial.reclaimThrottle = initial.reclaimThrottle }
    let boots = guests.contains(where: \.reboots)
    if !boots { trial.ultravisor.import = initial.ultravisor.import }
    if !boots, !guests.contains(where: \.isProtected) { trial.ultravisor = initial.ultravisor }
    // An automatic limit follows from costs that nothing else may read.
    trial.until = limit
    return trial
  }
}

extension GuestDescription {
  /// Whether there is a next boot.
  fileprivate var reboots: Bool {
    if case .reboot = departure { true } else { false }
  }

  /// The same guest with the default in the place of what no run of it reads.
  fileprivate var onlyWhatIsRead: GuestDescription {
    var guest = self
    let initial = GuestDescription(name: name, memory: memory)
    if vcpus == 0 { guest.load = initial.load }
    if !isProtected {
      guest.shared = initial.shared
      guest.image = initial.image
    }
    if departure == .none || (!isProtected && teardown != .free) {
      guest.teardown = initial.teardown
    }
    if !hasCleaners { guest.cleaners = initial.cleaners }
    if !setsPagesAside { guest.nodeClass = initial.nodeClass }
    if case .reboot = departure {
      if teardown != .lazyReboot { guest.synchronousBelow = initial.synchronousBelow }
    } else {
      guest.synchronousBelow = initial.synchronousBelow
      guest.afterBoot = initial.afterBoot
    }
    return guest
  }
}
