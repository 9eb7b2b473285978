// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension Foresight {
  /// Repetitions of what is the same each time.
  func repetitionWarnings() -> [ExperimentWarning] {
    guard points.allSatisfy({ !$0.trial.isRandom }) else { return [] }
    if plan.stopping != nil {
      return [
        ExperimentWarning(
          "'until': nothing is drawn, so each point is run once, and no interval gets narrower",
          at: .key("sweep.until"))
      ]
    }
    guard plan.repetitions > 1, isWritten("sweep.repetitions") else { return [] }
    return [
      ExperimentWarning(
        "'repetitions': nothing is drawn, so each point is run once, and no verdict tells how the "
          + "runs vary", at: .key("sweep.repetitions"))
    ]
  }
}
