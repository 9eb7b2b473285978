// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import PolicyKit
internal import Testing

/// A policy is asked before each node until it leaves all further ones to the engine.
struct NodeRequestTests {
  // 40 nodes of 10 pages; each policy is asked for the plan and for the reserve too.
  private func trial(_ answer: RequestPolicy.Answer) throws -> ObservedRun {
    var trial = TrialConfiguration(
      host: HostDescription(
        memory: 4_000, cpus: .unlimited, watermarks: .explicit(min: 10, low: 20, high: 30),
        perCPUListHigh: .off),
      rules: MechanismRules(pagesPerNode: 10, pageAtNewNode: .appended),
      guests: [
        GuestDescription(
          name: "db", memory: 400, teardown: .lazyShutdown, departure: .shutdown(at: .fixed(0)))
      ],
      allocationFailure: PolicyChoice(
        name: "request", arguments: [PolicyChoice.Argument(name: "answer", value: answer.place)]),
      oomNotifier: PolicyChoice(name: "none"),
      reclaimThrottle: PolicyChoice(name: "unpaced"))
    trial.guests[0].shared = .percent(0)
    return try ObservedRun(
      trial,
      catalogue: PolicyCatalogue(
        PolicyCatalogue.shipped.registrations + [
          PolicyRegistration(RequestPolicy.self, identity: "request")
        ]))
  }

  @Test func `an answer for one node is asked for again at the next`() throws {
    let each = try trial(.each)
    let once = try trial(.once)
    #expect(each.value(of: "set-aside.node-attempts") == 40)
    let asked = try #require(each.value(of: "policy.asked"))
    #expect(once.value(of: "policy.asked") == asked - 39)
    #expect(each.events == once.events)
  }

  @Test func `a class that sleeps is no answer for all nodes`() throws {
    let each = try trial(.each)
    let sleepy = try trial(.sleepy)
    #expect(each.value(of: "policy.illegal") == 0)
    #expect(sleepy.value(of: "policy.illegal") == 40)
    #expect(each.events == sleepy.events)
  }
}

private struct RequestPolicy: AllocationFailurePolicy {
  enum Answer: String, CaseIterable {
    case each
    case once
    case sleepy

    var place: Int64 { Int64(Self.allCases.firstIndex(of: self) ?? 0) }
  }

  static let name = "request"
  static let summary = "answers for one node, or for all, or so that it would sleep"
  private let answer: Answer

  init(_ setup: inout PolicySetup) {
    answer = setup.choice("answer", default: .each, "what it answers")
  }

  mutating func request(_ view: NodeRequestView) -> NodeRequest {
    switch answer {
    case .each: .allocate(view.nodeClass)
    case .once: .always(view.nodeClass)
    case .sleepy: .always(.kernel)
    }
  }

  mutating func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer { .convert(1) }
}
