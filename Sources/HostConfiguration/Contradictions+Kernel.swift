// SPDX-License-Identifier: Apache-2.0

extension MechanismRules.Scheduler {
  /// The wake-up rules that can be together with this scheduler, its own first.
  public var wakeUps: [MechanismRules.WakeUp] {
    switch self {
    // Without virtual times there is nothing to compare on a wake-up.
    case .roundRobin: [.waits]
    case .cfs: [.sleeperCredit, .preempts, .waits]
    case .eevdf: [.carriedLag, .preempts, .waits]
    }
  }
}

extension TrialConfiguration {
  /// Pairs of rules that no kernel could have together.
  func kernelFaults() -> [ConfigurationFault] {
    guard let message = rules.wakeUpFault else { return [] }
    return [ConfigurationFault(path: "mechanism.wake-up", message: message)]
  }
}

extension MechanismRules {
  /// What is wrong with the wake-up rule beside the scheduler, in words; nil where they belong together.
  public var wakeUpFault: String? {
    guard !scheduler.wakeUps.contains(wakeUp) else { return nil }
    let words = scheduler.wakeUps.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return "'\(wakeUp.rawValue)' is none of the scheduler '\(scheduler.rawValue)': expected "
      + (scheduler.wakeUps.count > 1 ? "one of \(words)" : words)
  }
}
