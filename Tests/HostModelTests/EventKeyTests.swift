// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit
internal import Testing

@testable internal import HostModel

@Suite struct EventKeyTests {
  @Test func `the end of the longest trial fits the key of its last event`() {
    let end = HostLimits.until.nanoseconds
    #expect(end < EventKey.lastTime)
    let last = EventKey(time: end, tie: EventClass.sample.tie(4095))
    #expect(last.time == end)
    #expect(last < EventKey(time: end + 1, tie: 0))
    #expect(last < .never)
  }

  @Test func `a time of all bits of the key stays in order`() {
    let keys = [EventKey.lastTime - 1, EventKey.lastTime].map { EventKey(time: $0, tie: 0) }
    #expect(keys[0] < keys[1])
    #expect(keys[1].time == EventKey.lastTime)
    #expect(EventKey(time: EventKey.lastTime + 1, tie: 0) == keys[1])
  }
}
