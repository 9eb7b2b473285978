// SPDX-License-Identifier: Apache-2.0

/// How far the engine may go in one bulk step: what a run gives does not depend on it.
public enum StepLimit: Sendable, Hashable {
  /// As far as nothing is decided.
  case unbounded
  /// One act at a time.
  case onePage
  /// Up to an instant that is drawn anew for each step.
  case random(seed: UInt64)
}
