// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit
internal import Testing

@testable internal import HostModel

/// The queue of timers against a sorted array.
struct TimerQueueTests {
  @Test func `timers come by key, and those of one key as they were added`() {
    for seed in 1...200 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var queue = TimerQueue()
      defer { queue.deallocate() }
      var model: [(key: EventKey, number: Int32)] = []
      var number: Int32 = 0
      func add(notBefore time: Int64) {
        // Few instants and few ties, so that equal keys are many.
        let key = EventKey(
          time: time + generator.uniform(in: 0...6),
          tie: UInt64(generator.uniform(in: 0...2)) << 12)
        queue.add(key, .stop(guest: number))
        let place = model.firstIndex { key < $0.key } ?? model.count
        model.insert((key, number), at: place)
        number += 1
      }
      for _ in 0..<generator.uniform(in: 1...20) { add(notBefore: 0) }
      for _ in 0..<300 where !model.isEmpty {
        #expect(queue.firstKey == model[0].key, "seed \(seed)")
        let first = model.removeFirst()
        guard case .stop(first.number) = queue.begin() else {
          Issue.record("seed \(seed): not the timer that was added first")
          return
        }
        // An event schedules nothing, one timer or several while its own is still in the queue.
        for _ in 0..<generator.uniform(in: 0...2) { add(notBefore: first.key.time) }
        queue.end()
      }
      #expect(queue.firstKey == (model.first?.key ?? .never), "seed \(seed)")
    }
  }
}
