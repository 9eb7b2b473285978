// SPDX-License-Identifier: Apache-2.0 OR MIT

/// One live policy: a value inside a final generic class, so that the existential is opened once.
///
/// The engine knows only these classes. They are not `Sendable`: an instance lives in one trial.
package class AllocationFailureInstance {
  package init() {}
  package func plan(_ view: TeardownView) -> TeardownPlan { TeardownPlan() }
  package func request(_ view: NodeRequestView) -> NodeRequest { .always(view.nodeClass) }
  package func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer { .convert(1) }
  package func refill(_ view: ReserveView) -> Pages { 0 }
}

/// The instance of a policy of one Swift type.
package final class AllocationFailureBox<P: AllocationFailurePolicy>: AllocationFailureInstance {
  @exclusivity(unchecked) private var policy: P

  package init(_ policy: P) {
    self.policy = policy
    super.init()
  }
  package override func plan(_ view: TeardownView) -> TeardownPlan { policy.plan(view) }
  package override func request(_ view: NodeRequestView) -> NodeRequest { policy.request(view) }
  package override func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer {
    policy.failed(&view)
  }
  package override func refill(_ view: ReserveView) -> Pages { policy.refill(view) }
}

/// One live notifier.
package class OOMNotifierInstance {
  package init() {}
  package var registration: NotifierRegistration { NotifierRegistration() }
  package func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer { .nothing }
}

/// The instance of a notifier of one Swift type.
package final class OOMNotifierBox<P: OOMNotifierPolicy>: OOMNotifierInstance {
  @exclusivity(unchecked) private var policy: P

  package init(_ policy: P) {
    self.policy = policy
    super.init()
  }
  package override var registration: NotifierRegistration { policy.registration }
  package override func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer {
    policy.outOfMemory(view)
  }
}

/// One live throttle.
package class ReclaimThrottleInstance {
  package init() {}
  package func pace(_ view: borrowing CleanerView) -> CleanerPace { .unpaced(.prediction) }
}

/// The instance of a throttle of one Swift type.
package final class ReclaimThrottleBox<P: ReclaimThrottlePolicy>: ReclaimThrottleInstance {
  @exclusivity(unchecked) private var policy: P

  package init(_ policy: P) {
    self.policy = policy
    super.init()
  }
  package override func pace(_ view: borrowing CleanerView) -> CleanerPace { policy.pace(view) }
}
