// SPDX-License-Identifier: Apache-2.0

import PolicyKit
import Testing
import TrialExecution

@testable import SweepRunner

@Suite struct JobQueueTests {
  private static let identity = TrialIdentity(
    ReferenceWorkload.configuration(pages: ReferenceWorkload.pagesMin, seed: 1, mode: .mixed),
    catalogue: PolicyCatalogue([]))

  private func queue(_ count: Int) -> JobQueue {
    var queue = JobQueue()
    queue.add(
      (0..<count).map {
        SweepJob(
          content: SweepContent(points: [$0 % 2], identity: Self.identity, isRandom: true),
          repetition: $0 / 2, seed: UInt64($0))
      })
    return queue
  }

  @Test func `hands out one trial as long as nobody knows how long they are`() {
    var queue = queue(10)
    let taken1 = queue.take(beside: [])
    #expect(taken1 == [0])
    let taken2 = queue.take(beside: [0])
    #expect(taken2.isEmpty)
  }

  @Test func `hands out some 30 ms of work`() {
    var queue = queue(1_000)
    _ = queue.take(beside: [])
    let finished3 = queue.finish(0, seconds: 0.001)
    #expect(finished3)
    let batch = queue.take(beside: [])
    #expect((25...35).contains(batch.count))
    #expect(queue.isShort([]))
    #expect(!queue.isShort(batch))
  }

  @Test func `long trials are handed out one by one`() {
    var queue = queue(10)
    _ = queue.take(beside: [])
    _ = queue.finish(0, seconds: 2)
    let taken4 = queue.take(beside: [])
    #expect(taken4 == [1])
    #expect(!queue.isShort([1]))
  }

  @Test func `what comes back is first, in its order, and nothing twice`() {
    var queue = queue(6)
    let taken5 = queue.take(beside: [])
    #expect(taken5 == [0])
    let taken6 = queue.take(beside: [])
    #expect(taken6 == [1])
    let taken7 = queue.take(beside: [])
    #expect(taken7 == [2])
    queue.giveBack([0, 1, 2])
    let finished8 = queue.finish(1)
    #expect(finished8)
    let finished9 = queue.finish(1)
    #expect(!finished9)
    let finished10 = queue.finish(99)
    #expect(!finished10)
    let taken11 = queue.take(beside: [])
    #expect(taken11 == [0])
    let taken12 = queue.take(beside: [])
    #expect(taken12 == [2])
    let taken13 = queue.take(beside: [])
    #expect(taken13 == [3])
    #expect((0..<6).filter(queue.isPending) == [0, 2, 3, 4, 5])
  }
}
