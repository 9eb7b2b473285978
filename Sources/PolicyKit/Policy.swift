// SPDX-License-Identifier: Apache-2.0 OR MIT

/// What all policies have in common.
///
/// A policy is a value without a reference to the engine. One is made for each asker (each dying
/// guest, each cleaner) when it first has something to decide; equal parameters and equal seeds
/// give equal decisions.
public protocol Policy: Sendable {
  /// The name in experiments: the type's name in kebab-case without its role, `convert-one`.
  ///
  /// Once it stands in somebody's results it is never changed.
  static var name: String { get }

  /// One line for lists: what the policy does, without a full stop.
  static var summary: String { get }

  /// Makes a policy from its parameters.
  ///
  /// Reads every parameter, unconditionally and in order: the reading declares it.
  init(_ setup: inout PolicySetup)
}
