// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Looks at the whole host now and then: for the timeline, and to see that every page is somewhere.
extension HostEngine {
  /// With so many samples every other one is dropped.
  static let timelineMax = 256

  /// Samples at a regular distance that doubles when there are enough of them.
  mutating func takeSample() {
    let sample = currentSample()
    checkAccounting(sample)
    record.timeline.append(sample)
    if record.timeline.count == Self.timelineMax {
      let half = Self.timelineMax / 2
      for index in 0..<half { record.timeline[index] = record.timeline[2 * index] }
      record.timeline.removeLast(half)
      sampleDistance *= 2
    }
    schedule(at: now + sampleDistance, tie: EventClass.sample.tie(0), .sample)
  }

  mutating func currentSample() -> TimelineSample {
    var living: Int64 = 0
    var dying: Int64 = 0
    var setAside: Int64 = 0
    var held: Int64 = 0
    var zombies: Int64 = 0
    for index in 0..<guestCount {
      let guest = guests + index
      zombies += guest.pointee.zombiePages
      setAside += guest.pointee.setAside + guest.pointee.nodePages + guest.pointee.reserve
      let isDying =
        guest.pointee.phase == .victim
        || (guest.pointee.phase == .walking && !guest.pointee.isReboot)
      if isDying { dying += guest.pointee.mapped } else { living += guest.pointee.mapped }
    }
    for index in 0..<taskCount { held += tasks[index].held }
    return TimelineSample(
      time: now, free: free, onLists: listed, pageCache: pageCache + isolated + mappedCache,
      guests: living - zombies, dying: dying, setAside: setAside, zombies: zombies, tasks: held,
      other: configuration.host.inUseByKernel.count + configuration.host.inUseAnonymous.count
        + slab)
  }

  /// Every page is in exactly one place; held to in release builds too.
  mutating func checkAccounting(_ sample: TimelineSample) {
    let sum =
      sample.free + sample.onLists + sample.pageCache + sample.guests + sample.dying
      + sample.setAside + sample.zombies + sample.tasks + sample.other
    precondition(isolated >= 0 && pageCache >= 0 && listed >= 0, "A part of memory is negative.")
    precondition(
      sum == configuration.host.memory.count,
      "The accounting does not close: \(sum) of \(configuration.host.memory.count) pages.")
  }

  // MARK: the window of useful time

  /// Useful time counts from the first order to stop for a fixed window.
  mutating func openWindow() {
    guard let window = configuration.slowdownWindow, record.useful.isEmpty else { return }
    windowIsOpen = true
    record.useful = (0..<guestCount).map { -usefulTime(of: $0) }
    schedule(
      at: now + window.nanoseconds, tie: EventClass.sample.tie(1), .windowEnd)
  }

  mutating func closeWindow() {
    guard windowIsOpen else { return }
    for index in 0..<guestCount { record.useful[index] += usefulTime(of: index) }
    windowIsOpen = false
    checkEnd()
  }
}
