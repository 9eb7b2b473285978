// SPDX-License-Identifier: Apache-2.0

/// What a trial in the plan is known by, without what it gave.
public struct PlacedTrial: Sendable, Hashable {
  /// Where it stands, and the hash of all that it depends on.
  public let place: PlannedTrial
  /// The seed.
  public let seed: UInt64
  /// The policies that decided, with their versions.
  public let policyIdentity: String
  /// Whether there is no simulated run, because its worker crashed, hung or refused.
  public let isFailed: Bool
}
