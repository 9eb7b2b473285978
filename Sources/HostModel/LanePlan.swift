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

  init(_ configuration: TrialConfiguration) {
    let marks = ZoneMarks(configuration.host)
    layout.walk = lanes.count
    for index in configuration.guests.indices { add(.walk, index, .walk, index) }
    addCleaners(configuration)
    for index in 0..<configuration.guests.count + configuration.tasks.count {
      exits.append(ExitState(lane: add(.exit, index, .exit, index)))
    }
    layout.kswapd = lanes.count
    add(.kswapd, 0, .kswapd, 0)
    addThreads(configuration, marks)
    addBoots(configuration)
    addLoads(configuration)
  }

  @discardableResult
  private mutating func add(
    _ kind: LaneKind, _ owner: Int, _ eventClass: EventClass, _ index: Int
  ) -> Int32 {
    lanes.append(Lane(kind: kind, owner: Int32(owner), tie: eventClass.tie(index)))
    return Int32(lanes.count - 1)
  }

  private mutating func addCleaners(_ configuration: TrialConfiguration) {
    layout.cleaner = lanes.count
    for (index, guest) in configuration.guests.enumerated() {
      for number in 0..<Int(guest.cleaners) {
        let lane = add(.cleaner, cleaners.count, .cleaner, index * 64 + number)
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
        let lane = add(.thread, threads.count, .thread, threads.count)
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
        let lane = add(.boot, boots.count, .boot, boots.count)
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
        let lane = add(.load, loads.count, .load, loads.count)
        loads.append(
          LoadState(
            guest: Int32(index), lane: lane, work: isFull ? HostEngine.endless : busy,
            rest: period - Swift.min(busy, period)))
      }
    }
  }
}
