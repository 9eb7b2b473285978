// SPDX-License-Identifier: Apache-2.0

/// How much CPU time an actor has had, and how long it has waited for some.
extension HostEngine {
  /// How long a lane has been runnable up to now: on a CPU, at work or not.
  mutating func timeRunnable(_ id: Int32) -> Int64 {
    let lane = lanes + Int(id)
    return lane.pointee.runnable + (lane.pointee.cpu >= 0 ? now - lane.pointee.cameAt : 0)
  }

  /// The CPU time that a lane has had up to now, that of an item in hand included.
  mutating func cpuTimeHad(_ id: Int32) -> Int64 {
    // With a CPU of its own a lane works whenever it is runnable.
    guard cpuCount > 0 else { return timeRunnable(id) }
    let lane = lanes + Int(id)
    guard lane.pointee.cpu >= 0 else { return lane.pointee.worked }
    if isFair { return lane.pointee.worked + timeAtWork(lane) }
    return lane.pointee.worked + supply(lane, at: now) - lane.pointee.supplyAtLayout
  }

  /// How long a lane has worked since the fair scheduler last chose it; a switch of the CPU does not count.
  mutating func timeAtWork(_ lane: UnsafeMutablePointer<Lane>) -> Int64 {
    lane.pointee.next == .max ? 0 : Swift.max(0, now - lane.pointee.supplyAtLayout)
  }

  /// How long a lane has been runnable without a CPU up to now.
  mutating func timeWaiting(_ id: Int32) -> Int64 { timeRunnable(id) - cpuTimeHad(id) }
}
