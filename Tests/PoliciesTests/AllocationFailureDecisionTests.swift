// SPDX-License-Identifier: Apache-2.0

import PolicyKit
import Testing

/// Hand-worked decisions of the allocation-failure policies.
struct AllocationFailureDecisionTests {
  private func answer(
    _ policy: AllocationFailureInstance, reserve: Pages = 0
  ) -> NodeFailureAnswer {
    var view = NodeFailureView(
      host: HostView(), failuresInARow: 1, failures: 1, reserve: reserve, setAside: 509,
      pagesLeft: 10_000)
    return policy.failed(&view)
  }

  @Test func `convert-one converts the page at hand`() throws {
    #expect(answer(try ShippedPolicies.allocationFailure("convert-one")) == .convert(1))
  }

  @Test func `convert-batch converts 64 pages, or as many as it is told`() throws {
    #expect(answer(try ShippedPolicies.allocationFailure("convert-batch")) == .convert(64))
    let node = try ShippedPolicies.allocationFailure("convert-batch", ["pages": 509])
    #expect(answer(node) == .convert(509))
  }

  @Test func `synchronous-rest converts everything`() throws {
    #expect(answer(try ShippedPolicies.allocationFailure("synchronous-rest")) == .convertRest)
  }

  @Test func `recycle-as-node makes the page its node`() throws {
    #expect(answer(try ShippedPolicies.allocationFailure("recycle-as-node")) == .recyclePage)
  }

  @Test func `reserve asks for its nodes when the guest starts`() throws {
    let view = ReserveView(
      host: HostView(), resident: .gibibytes(64), pagesPerNode: 509, reserve: 0)
    #expect(try ShippedPolicies.allocationFailure("reserve").refill(view) == 1_024)
    let large = try ShippedPolicies.allocationFailure("reserve", ["nodes": 33_000])
    #expect(large.refill(view) == 33_000)
    #expect(try ShippedPolicies.allocationFailure("convert-one").refill(view) == 0)
  }

  @Test func `reserve takes from it to the last node, then converts one page`() throws {
    let policy = try ShippedPolicies.allocationFailure("reserve")
    #expect(answer(policy, reserve: 2) == .takeReserve)
    #expect(answer(policy, reserve: 1) == .takeReserve)
    #expect(answer(policy, reserve: 0) == .convert(1))
  }

  @Test func `reserve gives up deferring when it is told to`() throws {
    let policy = try ShippedPolicies.allocationFailure("reserve", ["when-empty": 1])
    #expect(answer(policy, reserve: 1) == .takeReserve)
    #expect(answer(policy, reserve: 0) == .convertRest)
  }

  @Test(arguments: ShippedPolicies.catalogue.names(of: .allocationFailure))
  func `none changes the plan or the class of the nodes`(name: String) throws {
    let policy = try ShippedPolicies.allocationFailure(name)
    let plan = policy.plan(
      TeardownView(
        host: HostView(), resident: .gibibytes(64), shared: { 0 }, otherDyingGuests: 0, reserve: 0))
    #expect(plan == TeardownPlan())
    let request = policy.request(
      NodeRequestView(host: HostView(), nodes: 3, reserve: 5, nodeClass: .atomicNoMemalloc))
    #expect(request == .always(.atomicNoMemalloc))
  }
}
