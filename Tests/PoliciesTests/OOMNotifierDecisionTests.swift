// SPDX-License-Identifier: Apache-2.0

import PolicyKit
import Testing

/// Hand-worked decisions of the OOM notifiers.
struct OOMNotifierDecisionTests {
  private func view(
    at now: SimulatedInstant = .start, setAside: Pages = 10_000, freed: Pages = 0,
    earlier: Pages = 0, walking: Bool = false, cleaners: Int32 = 1, victim: Bool = false
  ) -> OutOfMemoryView {
    var host = HostView()
    host.now = now
    host.setAside = setAside
    return OutOfMemoryView(
      host: host, freedByEarlier: earlier, setAside: setAside, freedSoFar: freed,
      isWalking: walking, cleaners: cleaners, callsInEpisode: 1, waitersForLock: 0,
      victimInFlight: victim)
  }

  @Test func `none does nothing`() throws {
    #expect(try ShippedPolicies.oomNotifier("none").outOfMemory(view()) == .nothing)
  }

  @Test func `free-batch frees its batch, and never more than there is`() throws {
    let policy = try ShippedPolicies.oomNotifier("free-batch")
    #expect(policy.outOfMemory(view()) == .freeNow(256))
    #expect(policy.outOfMemory(view(setAside: 100)) == .freeNow(100))
    #expect(policy.outOfMemory(view(setAside: 0)) == .nothing)
    let large = try ShippedPolicies.oomNotifier("free-batch", ["pages": 4_096])
    #expect(large.outOfMemory(view()) == .freeNow(4_096))
  }

  @Test func `free-batch is registered during the walk only when told to`() throws {
    let cleaning = try ShippedPolicies.oomNotifier("free-batch")
    #expect(cleaning.registration == NotifierRegistration(phases: [.cleaning]))
    let dying = try ShippedPolicies.oomNotifier("free-batch", ["active": 1])
    #expect(dying.registration == NotifierRegistration(phases: [.walking, .cleaning]))
  }

  @Test func `wait-for-quota waits for 256 pages, at most 100 ms`() throws {
    let policy = try ShippedPolicies.oomNotifier("wait-for-quota")
    #expect(policy.outOfMemory(view()) == .wait(256, atMost: .milliseconds(100), .pages))
    #expect(policy.outOfMemory(view(setAside: 9)) == .wait(9, atMost: .milliseconds(100), .pages))
    #expect(policy.outOfMemory(view(setAside: 0)) == .nothing)
    #expect(policy.outOfMemory(view(cleaners: 0)) == .nothing)
  }

  @Test func `wait-for-quota takes quota, timeout and counter from the experiment`() throws {
    let policy = try ShippedPolicies.oomNotifier(
      "wait-for-quota", ["pages": 4_096, "timeout": 7_000_000, "counter": 1])
    #expect(policy.outOfMemory(view()) == .wait(4_096, atMost: .milliseconds(7), .nodes))
  }

  @Test func `sleep-and-report stands aside above 1024 pages, not at 1024`() throws {
    let policy = try ShippedPolicies.oomNotifier("sleep-and-report")
    #expect(policy.outOfMemory(view()) == .sleep(.milliseconds(20), .nodes))
    #expect(policy.outOfMemory(view(earlier: 1_024)) == .sleep(.milliseconds(20), .nodes))
    #expect(policy.outOfMemory(view(earlier: 1_025)) == .nothing)
    // As in v2, it sleeps even when there is nothing left to wait for.
    #expect(policy.outOfMemory(view(setAside: 0)) == .sleep(.milliseconds(20), .nodes))
    #expect(policy.registration.priority == 70)
    #expect(policy.registration.phases == [.cleaning])
  }

  @Test func `drain waits for everything, at most 10 s, each time it is asked`() throws {
    let policy = try ShippedPolicies.oomNotifier("drain")
    #expect(policy.outOfMemory(view()) == .wait(10_000, atMost: .seconds(10), .pages))
    #expect(policy.outOfMemory(view(setAside: 77)) == .wait(77, atMost: .seconds(10), .pages))
    #expect(policy.outOfMemory(view(setAside: 0)) == .nothing)
    #expect(policy.outOfMemory(view(cleaners: 0)) == .nothing)
  }

  @Test func `wait-for-dying sleeps for one page while a cleaner is at work`() throws {
    let policy = try ShippedPolicies.oomNotifier("wait-for-dying")
    #expect(policy.outOfMemory(view()) == .wait(1, atMost: .seconds(2), .pages))
    #expect(policy.outOfMemory(view(earlier: 1)) == .nothing)
    #expect(policy.outOfMemory(view(victim: true)) == .nothing)
    #expect(policy.outOfMemory(view(setAside: 0)) == .nothing)
    #expect(policy.registration.phases == [.walking, .cleaning])
  }

  @Test func `wait-for-dying lets the kill through 2 s after the walk came to a standstill`() throws
  {
    let policy = try ShippedPolicies.oomNotifier("wait-for-dying")
    func ask(_ milliseconds: Int64, setAside: Pages, walking: Bool = true) -> OutOfMemoryAnswer {
      policy.outOfMemory(
        view(
          at: .start + .milliseconds(milliseconds), setAside: setAside, walking: walking,
          cleaners: 0))
    }
    #expect(ask(0, setAside: 5) == .abort)
    #expect(ask(1_999, setAside: 5) == .abort)
    #expect(ask(2_000, setAside: 5) == .nothing)
    // One more page: the patience begins anew, and outlasts the end of the walk.
    #expect(ask(2_001, setAside: 6) == .abort)
    #expect(ask(4_000, setAside: 6, walking: false) == .abort)
    #expect(ask(4_001, setAside: 6, walking: false) == .nothing)
    #expect(ask(4_002, setAside: 0, walking: false) == .nothing)
  }

  @Test func `wait-for-dying ends a loop in which no time passes`() throws {
    let policy = try ShippedPolicies.oomNotifier("wait-for-dying")
    let answers = (0..<2_000).map { _ in
      policy.outOfMemory(view(setAside: 5, walking: true, cleaners: 0))
    }
    #expect(answers.prefix(1_024).allSatisfy { $0 == .abort })
    #expect(answers.dropFirst(1_024).allSatisfy { $0 == .nothing })
  }
}
