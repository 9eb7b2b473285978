// SPDX-License-Identifier: Apache-2.0

/// What became of records that were handed to the store, as keys in the order they were given.
public struct AppendReport: Sendable, Hashable {
  /// New trials, now durable.
  public internal(set) var added: [String] = []
  /// Trials that were there already with the same outcome and digest.
  ///
  /// The stored ones are kept.
  public internal(set) var alreadyPresent: [String] = []
  /// Trials that had failed and were stored anew, however they ended now.
  public internal(set) var replacedFailures: [String] = []
  /// Trials that were there already with *another* outcome or digest.
  ///
  /// The stored ones are kept, but equal inputs gave different runs: the simulator or a policy is not
  /// deterministic.
  public internal(set) var contradictions: [String] = []
}
