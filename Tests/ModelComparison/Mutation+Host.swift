// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

// The mechanism, its costs and the machine.
extension Mutation {
  static let rules: [Mutation] = [
    next("rules.payment", \.rules.payment),
    next("rules.cleaningOrder", \.rules.cleaningOrder),
    Mutation("rules.pagesPerNode") { $0.rules.pagesPerNode += 1 },
    next("rules.pageAtNewNode", \.rules.pageAtNewNode),
    next("rules.notifierWork", \.rules.notifierWork),
    next("rules.reclaimRetry", \.rules.reclaimRetry),
    Mutation("rules.reclaimRetries") { $0.rules.reclaimRetries += 1 },
    next("rules.lastTest", \.rules.lastTest),
    next("rules.killRefund", \.rules.killRefund),
    next("rules.nodeFloor", \.rules.nodeFloor),
    next("rules.directReclaim", \.rules.directReclaim),
    Mutation("rules.slabPagesPerPass") { $0.rules.slabPagesPerPass += 1 },
    next("rules.chainOrder", \.rules.chainOrder),
    next("rules.badness", \.rules.badness),
    next("rules.perCPULists", \.rules.perCPULists),
    next("rules.timers", \.rules.timers),
    Mutation("rules.msleepExtraTicks") { $0.rules.msleepExtraTicks += 1 },
    next("rules.tickPhase", \.rules.tickPhase),
    next("rules.victimThreads", \.rules.victimThreads),
    next("rules.completionRefund", \.rules.completionRefund),
    Mutation("rules.scheduler") { trial in
      switch trial.rules.scheduler {
      case .roundRobin: trial.rules.scheduler = .cfs
      case .cfs: trial.rules.scheduler = .eevdf
      case .eevdf: trial.rules.scheduler = .cfs
      }
    },
    Mutation("rules.wakeUp") { trial in
      guard trial.rules.scheduler != .roundRobin else { return }
      trial.rules.wakeUp = trial.rules.wakeUp == .waits ? .preempts : .waits
    },
  ]

  static let costs: [Mutation] = [
    longer("costs.append", \.costs.append), longer("costs.node", \.costs.node),
    longer("costs.failedNode", \.costs.failedNode), longer("costs.fault", \.costs.fault),
    longer("costs.unmap", \.costs.unmap), longer("costs.scan", \.costs.scan),
    longer("costs.reclaim", \.costs.reclaim),
    longer("costs.fruitlessPass", \.costs.fruitlessPass), longer("costs.wake", \.costs.wake),
    longer("costs.contextSwitch", \.costs.contextSwitch),
  ]

  static let ultravisor: [Mutation] = [
    longer("ultravisor.destroy", \.ultravisor.destroy),
    longer("ultravisor.destroyDirty", \.ultravisor.destroyDirty),
    longer("ultravisor.export", \.ultravisor.export),
    longer("ultravisor.import", \.ultravisor.import),
    Mutation("ultravisor.servers") { $0.ultravisor.servers = $0.ultravisor.servers.map { $0 + 1 } },
  ]

  static let host: [Mutation] = [
    more("host.memory", \.host.memory, by: 1),
    Mutation("host.cpus") {
      if case .count(let count) = $0.host.cpus { $0.host.cpus = .count(count + 1) }
    },
    longer("host.timeSlice", \.host.timeSlice), longer("host.tick", \.host.tick),
    longer("host.schedulingLatency", \.host.schedulingLatency),
    longer("host.wakeUpGranularity", \.host.wakeUpGranularity),
    fewer("host.mappedPageCache", \.host.mappedPageCache),
    fewer("host.reclaimableSlab", \.host.reclaimableSlab),
    Mutation("host.transparentHugePages") { $0.host.transparentHugePages.toggle() },
    Mutation("host.watermarks min") { $0.changeMarks { min, _, _ in min += 1 } },
    Mutation("host.watermarks low") { $0.changeMarks { _, low, _ in low += 1 } },
    Mutation("host.watermarks high") { $0.changeMarks { _, _, high in high += 1 } },
    Mutation("host.watermarks scaleFactor") {
      if case .kernel(let factor) = $0.host.watermarks {
        $0.host.watermarks = .kernel(scaleFactor: factor * 3)
      }
    },
    more("host.lowmemReserve", \.host.lowmemReserve, by: 1),
    fewer("host.inUseByKernel", \.host.inUseByKernel),
    fewer("host.inUseAnonymous", \.host.inUseAnonymous),
    fewer("host.cleanPageCache", \.host.cleanPageCache),
    more("host.perCPUListBatch", \.host.perCPUListBatch, by: 1),
    Mutation("host.perCPUListHigh") {
      switch $0.host.perCPUListHigh {
      case .off: $0.host.perCPUListHigh = .kernel
      case .kernel: $0.host.perCPUListHigh = .off
      case .pages(let pages): $0.host.perCPUListHigh = .pages(Pages(pages.count + 1))
      }
    },
  ]
}

extension TrialConfiguration {
  /// Changes marks that are given.
  fileprivate mutating func changeMarks(_ change: (inout Int64, inout Int64, inout Int64) -> Void) {
    guard case .explicit(let min, let low, let high) = host.watermarks else { return }
    var marks = (min.count, low.count, high.count)
    change(&marks.0, &marks.1, &marks.2)
    host.watermarks = .explicit(min: Pages(marks.0), low: Pages(marks.1), high: Pages(marks.2))
  }
}
