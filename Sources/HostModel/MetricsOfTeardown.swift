// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Metrics of guests and of the set-aside bookkeeping.
extension HostEngine {
  func addGuestMetrics(_ assembly: inout MetricAssembly) {
    let (guests, count) = (guests, guestCount)
    assembly.add("guest.*.downtime", of: count) { clock($0, \.exitTime, ofReboot: true) }
    assembly.add("guest.*.ready", of: count) { clock($0, \.readyTime, ofReboot: true) }
    assembly.add("guest.*.shutdown-latency", of: count) {
      clock($0, \.exitTime, ofReboot: false)
    }
    assembly.add("guest.*.time-to-free", of: count) { clock($0, \.allFreeTime) }
    assembly.add("guest.*.time-to-free.p50", of: count) { clock($0, \.halfFreeTime) }
    assembly.add("guest.*.time-to-free.p90", of: count) { clock($0, \.mostFreeTime) }
    assembly.add("guest.*.unavailable", of: count) { index in
      if guests[index].stopTime >= 0 { return .defined(unavailable(guests + index)) }
      return .undefined(guests[index].leaves ? "not stopped" : "the guest stays")
    }
    assembly.add("guest.*.reuse-tax", of: count) { index in
      guests[index].isReboot
        ? .defined(record.reuseTax[index]) : .undefined("the guest does not reboot")
    }
    assembly.add("guest.*.slowdown", of: count) { index in
      .undefined(guests[index].leaves ? "the guest does not stay" : "needs a reference run")
    }
  }

  /// The time from the order to stop to an event of a guest that goes, or goes in this way.
  private func clock(
    _ index: Int, _ time: (GuestState) -> Int64, ofReboot: Bool? = nil
  ) -> MetricReading {
    let guest = guests + index
    if !guest.pointee.leaves { return .undefined("the guest stays") }
    if let ofReboot, ofReboot != guest.pointee.isReboot {
      return .undefined(ofReboot ? "the guest does not reboot" : "the guest reboots")
    }
    if guest.pointee.phase == .victim { return .undefined("the OOM killer took it") }
    let time = time(guest.pointee)
    if time < 0 || guest.pointee.stopTime < 0 {
      return .undefined("not before the end of the run")
    }
    return .defined(time - guest.pointee.stopTime)
  }

  /// The integral, from the order to stop, of the pages that a dead instance still owns.
  private func unavailable(_ guest: UnsafeMutablePointer<GuestState>) -> Int128 {
    guard guest.pointee.description.teardown != .free else { return 0 }
    let memory = guest.pointee.description.memory.count
    let held = Int128(now) * Int128(memory - guest.pointee.freed)
    return guest.pointee.freedInstants + held
      - Int128(guest.pointee.stopTime) * Int128(memory)
  }

  func addSetAsideMetrics(_ assembly: inout MetricAssembly) {
    assembly.add("set-aside.peak", record.setAsidePeak)
    var area: Int128 = 0
    for index in 0..<guestCount { area += guests[index].setAsideInstants }
    assembly.add("set-aside.area", .defined(area))
    assembly.add("zombie.peak", record.zombiePeak)
    assembly.add("zombie.area", .defined(record.zombieArea))
    assembly.add("set-aside.node-attempts", record.nodeAttempts)
    assembly.add("set-aside.node-failures", record.nodeFailures)
    assembly.add("set-aside.fallback", record.fallback)
    assembly.add("set-aside.node-exports", record.nodeExports)
    assembly.add("set-aside.overhead", record.overhead)
  }

  mutating func addCostMetrics(_ assembly: inout MetricAssembly) {
    assembly.add("cleaner.cpu", record.cleanerCPU)
    var waiting: Int64 = 0
    for index in 0..<cleanerCount { waiting += timeWaiting(cleaners[index].lane) }
    assembly.add("cleaner.waiting", waiting)
    assembly.add("cleaner.pages", record.cleanedPages)
    var first = Int64.max
    var last: Int64 = -1
    for index in 0..<cleanerCount where cleaners[index].startTime >= 0 {
      first = Swift.min(first, cleaners[index].startTime)
      let end = cleaners[index].endTime
      last = Swift.max(last, end < 0 ? now : end)
    }
    if last > first {
      let bytes = Int128(record.cleanedPages * Pages.bytesPerPage) * 1_000_000_000
      assembly.add("cleaner.rate", .defined(bytes / Int128(last - first)))
    } else {
      assembly.add("cleaner.rate", .undefined("no cleaner ran"))
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
