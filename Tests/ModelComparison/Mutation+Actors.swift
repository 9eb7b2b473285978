// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// Guests, tasks and the trial as a whole.
extension Mutation {
  static let guests: [Mutation] = [
    guest("name") { $0.name += "-again" },
    Mutation("guests.memory") {
      for index in $0.guests.indices where $0.host.inUseByKernel > 0 {
        $0.guests[index].memory = Pages($0.guests[index].memory.count + 1)
        $0.host.inUseByKernel = Pages($0.host.inUseByKernel.count - 1)
      }
    },
    guest("isProtected") { $0.isProtected.toggle() },
    guest("shared") { $0.shared = .percent(($0.shared.partsPerMillion / 10_000 + 7) % 100) },
    guest("image") { guest in
      switch guest.image {
      case .uniform:
        guest.image = .extents(mean: 8, shared64ths: 8, dirty64ths: 16, stream: nil)
      case .extents(let mean, let shared, let dirty, let stream):
        guest.image = .extents(
          mean: Pages(mean.count + 1), shared64ths: shared, dirty64ths: dirty, stream: stream)
      }
    },
    guest("image stream") { guest in
      if case .extents(let mean, let shared, let dirty, let stream) = guest.image {
        guest.image = .extents(
          mean: mean, shared64ths: shared, dirty64ths: dirty, stream: (stream ?? 0) + 1)
      }
    },
    guest("teardown") { guest in
      switch guest.teardown {
      case .synchronousExport: guest.teardown = .synchronousDestroy
      case .synchronousDestroy: guest.teardown = .synchronousExport
      case .lazyShutdown, .lazyReboot: guest.teardown = .synchronousDestroy
      case .free: guest.teardown = .synchronousDestroy
      }
    },
    guest("synchronousBelow") { $0.synchronousBelow = Pages($0.synchronousBelow.count + 1) },
    guest("nodeClass") { $0.nodeClass = $0.nodeClass == .memalloc ? .nowait : .memalloc },
    guest("cleaners") { $0.cleaners += 1 },
    guest("cleanerIn") { $0.cleanerIn = $0.cleanerIn == .guest ? .kernel : .guest },
    guest("cleanerWeight") { $0.cleanerWeight = $0.cleanerWeight == 100 ? 300 : 100 },
    guest("cpuGroup") {
      $0.cpuGroup = $0.cpuGroup == nil ? CPUGroupDescription.system : nil
    },
    guest("vcpus") { $0.vcpus += 1 },
    guest("load") { $0.load = $0.load == .percent(100) ? .percent(50) : .percent(100) },
    guest("departure") { guest in
      switch guest.departure {
      case .none: break
      case .shutdown(let at): guest.departure = .shutdown(at: later(at))
      case .reboot(let at): guest.departure = .reboot(at: later(at))
      }
    },
    guest("afterBoot") { $0.afterBoot = GuestDescription.AfterBoot() },
    guest("oomScoreAdjustment") { $0.oomScoreAdjustment += $0.oomScoreAdjustment > 0 ? -700 : 700 },
  ]

  static let afterBoot: [Mutation] = [
    guest("afterBoot.idle") { $0.afterBoot.idle = later($0.afterBoot.idle) },
    guest("afterBoot.touch") {
      $0.afterBoot.touch = $0.afterBoot.touch == .percent(100) ? .percent(50) : .percent(100)
    },
    guest("afterBoot.threads") { $0.afterBoot.threads += 1 },
    guest("afterBoot.order") { $0.afterBoot.order = following($0.afterBoot.order) },
    guest("afterBoot.readyAt") {
      $0.afterBoot.readyAt = .percent($0.afterBoot.readyAt.partsPerMillion / 20_000)
    },
  ]

  static let tasks: [Mutation] = [
    task("name") { $0.name += "-again" },
    task("start") { task in
      switch task.start {
      case .at(let at): task.start = .at(later(at))
      case .after(let guest, let event, let delay):
        task.start = .after(guest: guest, event: event, delay: later(delay))
      case .whenFree(let pages, let guest, let event):
        task.start = .whenFree(Pages(pages.count + 1), guest: guest, event: event)
      }
    },
    task("start event") { task in
      switch task.start {
      case .at: break
      case .after(let guest, let event, let delay):
        task.start = .after(guest: guest, event: following(event), delay: delay)
      case .whenFree(let pages, let guest, let event):
        task.start = .whenFree(pages, guest: guest, event: following(event))
      }
    },
    task("demand") { task in
      switch task.demand {
      case .steady(let total, let jitter, let rate, let request):
        task.demand = .steady(
          total: Pages(total.count + 1), jitter: jitter, rate: rate, request: request)
      case .periodic(let pages, let every):
        task.demand = .periodic(pages: pages, every: longer(every))
      case .bursts(let interval, let pages, let holds, let stream):
        task.demand = .bursts(
          interval: later(interval), pages: pages, holds: holds, stream: stream)
      case .replay(let trace, let request):
        task.demand = .replay(trace, request: Pages(request.count + 1))
      }
    },
    task("demand rate") { task in
      if case .steady(let total, let jitter, let rate, let request) = task.demand {
        let slower = MemoryRate(bytesPerSecond: max(1, rate.bytesPerSecond / 2))
        task.demand = .steady(total: total, jitter: jitter, rate: slower, request: request)
      }
    },
    task("demand jitter") { task in
      if case .steady(let total, _, let rate, let request) = task.demand {
        task.demand = .steady(total: total, jitter: .percent(20), rate: rate, request: request)
      }
    },
    task("demand holds") { task in
      if case .bursts(let interval, let pages, let holds, let stream) = task.demand {
        task.demand = .bursts(
          interval: interval, pages: pages, holds: later(holds), stream: stream)
      }
    },
    task("threads") {
      switch $0.demand {
      case .steady, .periodic: $0.threads += 1
      case .bursts, .replay: break
      }
    },
    task("allocationClass") {
      $0.allocationClass = $0.allocationClass == .memalloc ? .nowait : .memalloc
    },
    task("retryAfter") { $0.retryAfter = longer($0.retryAfter) },
    task("backlog") { $0.backlog = $0.backlog.map { Pages($0.count + 1) } },
    task("holds") { $0.holds = $0.holds.map(longer) },
    task("restartsAfterKill") { $0.restartsAfterKill = $0.restartsAfterKill.map(longer) },
    Mutation("tasks.resident") {
      for index in $0.tasks.indices where $0.host.inUseByKernel > 0 {
        $0.tasks[index].resident = Pages($0.tasks[index].resident.count + 1)
        $0.host.inUseByKernel = Pages($0.host.inUseByKernel.count - 1)
      }
    },
    task("cpuGroup") {
      $0.cpuGroup = $0.cpuGroup == nil ? CPUGroupDescription.machines : nil
    },
    task("isMeasured") { $0.isMeasured.toggle() },
    task("oomScoreAdjustment") { $0.oomScoreAdjustment += $0.oomScoreAdjustment > 0 ? -700 : 700 },
  ]

  static let trial: [Mutation] = [
    next("trial.ending", \.ending),
    Mutation("trial.until") { $0.until = $0.until.map(longer) },
    Mutation("trial.slowdownWindow") { $0.slowdownWindow = $0.slowdownWindow.map(longer) },
    Mutation("trial.seed") { $0.seed += 1 },
    Mutation("trial.cpuGroups") { trial in
      for index in trial.cpuGroups.indices { trial.cpuGroups[index].weight *= 5 }
    },
    Mutation("trial.cpuGroups parent") { trial in
      for index in trial.cpuGroups.indices where trial.cpuGroups[index].name == "batch" {
        let parent = trial.cpuGroups[index].parent
        trial.cpuGroups[index].parent = parent == nil ? CPUGroupDescription.system : nil
      }
    },
    Mutation("trial.allocationFailure") {
      $0.allocationFailure = PolicyChoice(name: otherThan($0.allocationFailure, "convert-one"))
    },
    Mutation("trial.oomNotifier") {
      $0.oomNotifier = PolicyChoice(name: otherThan($0.oomNotifier, "none"))
    },
    Mutation("trial.reclaimThrottle") {
      $0.reclaimThrottle = PolicyChoice(name: otherThan($0.reclaimThrottle, "unpaced"))
    },
  ]

  private static func otherThan(_ choice: PolicyChoice, _ name: String) -> String {
    choice.name == "probe" ? name : "probe"
  }

  /// For each parameter of each policy: another value, where that policy is chosen.
  static func policies(_ catalogue: PolicyCatalogue) -> [Mutation] {
    catalogue.registrations.flatMap { registration in
      registration.parameters.map { parameter in
        let name = "policies.\(registration.role.rawValue).\(registration.name).\(parameter.name)"
        return Mutation(name) { trial in
          let path: WritableKeyPath<TrialConfiguration, PolicyChoice>
          switch registration.role {
          case .allocationFailure: path = \.allocationFailure
          case .oomNotifier: path = \.oomNotifier
          case .reclaimThrottle: path = \.reclaimThrottle
          }
          guard trial[keyPath: path].name == registration.name,
            let place = trial[keyPath: path].arguments.firstIndex(where: {
              $0.name == parameter.name
            })
          else { return }
          let value = trial[keyPath: path].arguments[place].value
          trial[keyPath: path].arguments[place].value = other(value, in: parameter.range)
        }
      }
    }
  }

  private static func other(_ value: Int64, in range: ClosedRange<Int64>) -> Int64 {
    let larger = min(2 * value + 1, range.upperBound)
    return larger != value ? larger : max(value / 2, range.lowerBound)
  }
}
