internal import HostConfiguration
internal import PolicyKit

/// Metrics of guests and of the set-aside bookkeeping.
extension HostEngine {
  func addGuestMetrics(_ assembly: inout MetricAssembly) {
    for index in 0..<guestCount {
      let guest = guests[index]
      let prefix = "guest.\(guest.description.name)"
      let staying = "the guest stays"
      let clocks = [
        ("downtime", guest.exitTime, guest.isReboot, "the guest does not reboot"),
        ("ready", guest.readyTime, guest.isReboot, "the guest does not reboot"),
        ("shutdown-latency", guest.exitTime, !guest.isReboot, "the guest reboots"),
        ("time-to-free", guest.allFreeTime, true, ""),
        ("time-to-free.p50", guest.halfFreeTime, true, ""),
        ("time-to-free.p90", guest.mostFreeTime, true, ""),
      ]
      for (name, time, applies, otherwise) in clocks {
        let metric = "\(prefix).\(name)"
        if !guest.leaves {
          assembly.add(metric, undefined: staying)
        } else if !applies {
          assembly.add(metric, undefined: otherwise)
        } else if guest.phase == .victim {
          assembly.add(metric, undefined: "the OOM killer took it")
        } else if time < 0 || guest.stopTime < 0 {
          assembly.add(metric, undefined: "not before the end of the run")
        } else {
          assembly.add(metric, time - guest.stopTime)
        }
      }
      if guest.stopTime >= 0 {
        assembly.add("\(prefix).unavailable", unavailable(guest))
      } else {
        assembly.add("\(prefix).unavailable", undefined: guest.leaves ? "not stopped" : staying)
      }
      if guest.isReboot {
        assembly.add("\(prefix).reuse-tax", record.reuseTax[index])
      } else {
        assembly.add("\(prefix).reuse-tax", undefined: "the guest does not reboot")
      }
      assembly.add(
        "\(prefix).slowdown",
        undefined: guest.leaves ? "the guest does not stay" : "needs a reference run")
    }
  }

  /// The integral, from the order to stop, of the pages that a dead instance still owns.
  private func unavailable(_ guest: GuestState) -> Int128 {
    guard guest.description.teardown != .free else { return 0 }
    let memory = guest.description.memory.count
    let held = Int128(now) * Int128(memory - guest.freed)
    return guest.freedInstants + held - Int128(guest.stopTime) * Int128(memory)
  }

  func addSetAsideMetrics(_ assembly: inout MetricAssembly) {
    assembly.add("set-aside.peak", record.setAsidePeak)
    var area: Int128 = 0
    for index in 0..<guestCount { area += guests[index].setAsideInstants }
    assembly.add("set-aside.area", area)
    assembly.add("zombie.peak", record.zombiePeak)
    assembly.add("zombie.area", record.zombieArea)
    assembly.add("set-aside.node-attempts", record.nodeAttempts)
    assembly.add("set-aside.node-failures", record.nodeFailures)
    assembly.add("set-aside.fallback", record.fallback)
    assembly.add("set-aside.node-exports", record.nodeExports)
    assembly.add("set-aside.overhead", record.overhead)
  }

  func addCostMetrics(_ assembly: inout MetricAssembly) {
    assembly.add("cleaner.cpu", record.cleanerCPU)
    var first = Int64.max
    var last: Int64 = -1
    for index in 0..<cleanerCount where cleaners[index].startTime >= 0 {
      first = Swift.min(first, cleaners[index].startTime)
      let end = cleaners[index].endTime
      last = Swift.max(last, end < 0 ? now : end)
    }
    if last > first {
      let bytes = Int128(record.cleanedPages * Pages.bytesPerPage) * 1_000_000_000
      assembly.add("cleaner.rate", bytes / Int128(last - first))
    } else {
      assembly.add("cleaner.rate", undefined: "no cleaner ran")
    }
    assembly.add("cleaner.paused-in-need", record.pausedInNeed)
    assembly.add("uv.destroy.calls", record.destroys)
    assembly.add("uv.export.calls", record.exports)
    assembly.add("uv.import.calls", record.imports)
    assembly.add("uv.busy", record.ultravisorBusy)
    assembly.add("uv.wait", record.ultravisorWait)
    assembly.add("policy.asked", record.asked)
    assembly.add("policy.illegal", record.illegal)
    assembly.add("policy.infeasible", record.infeasible)
    assembly.add("policy.replaced", record.replaced)
    assembly.add("run.end", now)
    assembly.add("run.random-draws", record.draws)
  }
}
