// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The actors of a trial, numbered.
struct LanePlan {
  var lanes: [Lane] = []
  var layout = LaneLayout()
  var cleaners: [CleanerState] = []
  var boots: [BootThread] = []
  var exits: [ExitState] = []
  var loads: [LoadState] = []
  var tasks: [TaskState] = []
  var threads: [ThreadState] = []
  var scheduling: SchedulingPlan

  init(_ configuration: TrialConfiguration) {
    let marks = ZoneMarks(configuration.host)
    scheduling = SchedulingPlan(configuration)
    layout.walk = lanes.count
    for (index, guest) in configuration.guests.enumerated() {
      add(.walk, index, .walk, index, in: scheduling.group(of: guest))
    }
    addCleaners(configuration)
    for (index, guest) in configuration.guests.enumerated() {
      let group = scheduling.group(of: guest)
      exits.append(ExitState(lane: add(.exit, index, .exit, index, in: group)))
    }
    for (place, task) in configuration.tasks.enumerated() {
      let index = configuration.guests.count + place
      let group = scheduling.group(of: task)
      exits.append(ExitState(lane: add(.exit, index, .exit, index, in: group)))
    }
    layout.kswapd = lanes.count
    add(.kswapd, 0, .kswapd, 0, in: 0)
    addThreads(configuration, marks)
    addBoots(configuration)
    addLoads(configuration)
  }

  @discardableResult
  private mutating func add(
    _ kind: LaneKind, _ owner: Int, _ eventClass: EventClass, _ index: Int, in group: Int32
  ) -> Int32 {
    scheduling.groups.append(group)
    lanes.append(Lane(kind: kind, owner: Int32(owner), tie: eventClass.tie(index)))
    return Int32(lanes.count - 1)
  }

  private mutating func addCleaners(_ configuration: TrialConfiguration) {
    layout.cleaner = lanes.count
    for (index, guest) in configuration.guests.enumerated() {
      let group = scheduling.cleanerGroup(of: guest)
      for number in 0..<Int(guest.cleaners) {
        let lane = add(.cleaner, cleaners.count, .cleaner, index * 64 + number, in: group)
        lanes[Int(lane)].weight = Int32(guest.cleanerWeight)
        cleaners.append(
          CleanerState(guest: Int32(index), number: Int64(number), lane: lane))
      }
    }
  }

  private mutating func addThreads(_ configuration: TrialConfiguration, _ marks: ZoneMarks) {
    for (index, task) in configuration.tasks.enumerated() {
      tasks.append(
        TaskState(task, firstThread: threads.count, threadCount: Int(task.threads)))
      for number in 0..<task.threads {
        let lane = add(
          .thread, threads.count, .thread, threads.count, in: scheduling.group(of: task))
        threads.append(
          ThreadState(
            task: Int32(index), number: number, lane: lane,
            floor: marks.floor(of: task.allocationClass),
            stream: RequestStream(task, total: 0, start: 0, thread: number)))
      }
    }
  }

  private mutating func addBoots(_ configuration: TrialConfiguration) {
    for (index, guest) in configuration.guests.enumerated() {
      guard case .reboot = guest.departure else { continue }
      for _ in 0..<guest.afterBoot.threads {
        let lane = add(
          .boot, boots.count, .boot, boots.count, in: scheduling.group(of: guest))
        boots.append(BootThread(guest: Int32(index), lane: lane))
      }
    }
  }

  private mutating func addLoads(_ configuration: TrialConfiguration) {
    let period = configuration.host.tick.nanoseconds
    for (index, guest) in configuration.guests.enumerated()
    where guest.load.partsPerMillion > 0 {
      let isFull = guest.load.partsPerMillion >= 1_000_000
      let busy = Swift.max(1, period * guest.load.partsPerMillion / 1_000_000)
      for _ in 0..<guest.vcpus {
        let lane = add(
          .load, loads.count, .load, loads.count, in: scheduling.group(of: guest))
        loads.append(
          LoadState(
            guest: Int32(index), lane: lane, work: isFull ? HostEngine.endless : busy,
            rest: period - Swift.min(busy, period)))
      }
    }
  }
}
