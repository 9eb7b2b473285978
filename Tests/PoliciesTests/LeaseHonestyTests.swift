// SPDX-License-Identifier: Apache-2.0

import Policies
import PolicyKit
import Testing

/// Whether predictions are what they claim: asked inside, the policy would have said the same.
struct LeaseHonestyTests {
  @Test(arguments: ShippedPolicies.catalogue.names(of: .reclaimThrottle))
  func `a prediction holds wherever its lease does`(name: String) throws {
    let policy = try #require(ShippedPolicies.catalogue.registration(.reclaimThrottle, named: name))
    for values in ShippedPolicies.settings(of: policy) {
      for seed in UInt64(0)..<20 {
        let audit = LeaseAudit(seed: seed) { try ShippedPolicies.reclaimThrottle(name, values) }
        #expect(try audit.firstLie() == nil, "seed \(seed), \(values)")
      }
    }
  }

  @Test func `a lease without the bound that its answer needs is found out`() throws {
    let audit = LeaseAudit(seed: 0) { ReclaimThrottleBox(ForgetsFreeMemory()) }
    #expect(try audit.firstLie() != nil)
  }

  @Test func `a lease over a state that a question would change is found out`() throws {
    let audit = LeaseAudit(seed: 0) { ReclaimThrottleBox(CountsQuestions()) }
    #expect(try audit.firstLie() != nil)
  }
}

/// Walks a throttle through random ask points and asks a copy wherever a prediction holds.
struct LeaseAudit {
  let seed: UInt64
  let make: () throws -> ReclaimThrottleInstance

  /// Describes the first ask point at which the copy disagrees; nil when there is none.
  func firstLie() throws -> String? {
    var views = RandomViews(seed: seed)
    let policy = try make()
    var asked: [CleanerView] = []
    var answer: CleanerPace?
    var changed: StepwiseChanges = []
    var covered: Int64 = 0
    var lastCopy: ReclaimThrottleInstance?
    for point in 0..<400 {
      let view = views.nextCleanerView()
      changed.formUnion(views.nextChanges())
      let isHeld =
        answer?.lease.holds(
          after: covered, free: view.host.free.count, now: view.host.now, changed: changed) ?? false
      guard let held = answer, isHeld else {
        let fresh = policy.pace(view)
        // A copy that was asked inside the lease must be in the state of the policy that was not.
        if let copied = lastCopy?.pace(view), !agree(copied, fresh) {
          return "point \(point): after a question \(copied), without \(fresh)"
        }
        (answer, covered, changed, lastCopy) = (fresh, 1, [], nil)
        asked.append(view)
        continue
      }
      covered += 1
      guard held.lease.isPrediction else { continue }
      let copy = try make()
      for earlier in asked { _ = copy.pace(earlier) }
      let copied = copy.pace(view)
      if !agree(copied, held) { return "point \(point): held \(held), asked \(copied)" }
      lastCopy = copy
    }
    return nil
  }

  private func agree(_ left: CleanerPace, _ right: CleanerPace) -> Bool {
    (left.weight, left.burst, left.pause) == (right.weight, right.burst, right.pause)
  }
}

/// Leases an answer that depends on free memory without saying so.
private struct ForgetsFreeMemory: ReclaimThrottlePolicy {
  static let name = "forgets-free-memory"
  static let summary = "leases too much"

  init() {}
  init(_ setup: inout PolicySetup) {}

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    CleanerPace(
      burst: view.host.free < view.host.watermarkLow ? 1 : 2, pause: .zero,
      .prediction.indifferent(to: .any))
  }
}

/// Predicts an answer that each question changes for the next.
private struct CountsQuestions: ReclaimThrottlePolicy {
  static let name = "counts-questions"
  static let summary = "leases too much"

  private var questions: UInt32 = 0

  init() {}
  init(_ setup: inout PolicySetup) {}

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    questions += 1
    return CleanerPace(burst: 1 + questions / 2, pause: .zero, .prediction)
  }
}
