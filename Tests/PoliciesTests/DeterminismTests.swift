// SPDX-License-Identifier: Apache-2.0

import Policies
import PolicyKit
import Testing

/// What a policy answers to a seeded sequence of views, in comparable form.
enum Decisions {
  /// How many answers `of` gives.
  static let count = 200

  static func of(
    _ policy: PolicyRegistration, _ values: [String: Int64], seed: UInt64, views: UInt64
  ) throws -> [String] {
    var views = RandomViews(seed: views)
    switch policy.role {
    case .allocationFailure:
      let instance = try ShippedPolicies.allocationFailure(policy.name, values, seed: seed)
      return (0..<count).map { _ in
        var view = views.nextFailureView()
        return "\(instance.refill(views.nextReserveView())) \(instance.failed(&view))"
      }
    case .oomNotifier:
      let instance = try ShippedPolicies.oomNotifier(policy.name, values, seed: seed)
      return (0..<count).map { _ in
        "\(instance.registration) \(instance.outOfMemory(views.nextOutOfMemoryView()))"
      }
    case .reclaimThrottle:
      let instance = try ShippedPolicies.reclaimThrottle(policy.name, values, seed: seed)
      return (0..<count).map { _ in "\(instance.pace(views.nextCleanerView()))" }
    }
  }
}

struct DeterminismTests {
  @Test(arguments: allPolicies.indices)
  func `equal seeds give equal decisions`(index: Int) throws {
    let policy = allPolicies[index]
    for values in ShippedPolicies.settings(of: policy) {
      let first = try Decisions.of(policy, values, seed: 7, views: 11)
      let again = try Decisions.of(policy, values, seed: 7, views: 11)
      #expect(first == again)
    }
  }

  @Test func `other views give other decisions, so that the comparison can fail`() throws {
    let drain = try #require(ShippedPolicies.catalogue.registration(.oomNotifier, named: "drain"))
    let first = try Decisions.of(drain, [:], seed: 7, views: 11)
    let others = try Decisions.of(drain, [:], seed: 7, views: 12)
    #expect(first != others)
  }

  @Test(arguments: ShippedPolicies.catalogue.names(of: .allocationFailure))
  func `no shipped policy reads what the kernel does not know`(name: String) throws {
    let instance = try ShippedPolicies.allocationFailure(name)
    var views = RandomViews(seed: 3)
    for _ in 0..<100 {
      var view = views.nextFailureView()
      _ = instance.failed(&view)
      #expect(view.infeasibleReads == 0)
    }
  }
}
