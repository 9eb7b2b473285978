// SPDX-License-Identifier: Apache-2.0

/// What a merge has done.
public struct MergeReport: Sendable, Hashable {
  /// What one of the files gave.
  public struct Input: Sendable, Hashable {
    /// The file.
    public let path: String
    /// How many trials it has.
    public internal(set) var trials = 0
    /// How many of them neither the output nor a file before it had.
    public internal(set) var added = 0
  }

  /// The files in the order in which they were given.
  public internal(set) var inputs: [Input] = []
  /// How many trials more than one of the files have, each with the same outcome and digest.
  public internal(set) var overlapping = 0
  /// How many trials failed in one file and ended in another, from which they were taken.
  public internal(set) var replacedFailures = 0
  /// How many places of the sweep the output has a trial for.
  public internal(set) var places = 0

  /// How many trials are new in the output.
  public var added: Int { inputs.reduce(0) { $0 + $1.added } }
}
