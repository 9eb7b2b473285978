// SPDX-License-Identifier: Apache-2.0

/// A job, or one element of an array of jobs, as Slurm lists it.
struct SlurmJob: Sendable, Hashable {
  /// The number of the job, which all elements of an array share.
  let number: Int
  /// The index in the array; nil for a job that is no array.
  let element: Int?
  /// What Slurm says of it.
  let state: SlurmJobState
  /// The script that it runs; empty where the list does not say.
  let script: String

  /// Reads a line of `squeue --format='%i|%T|%r|%o'`.
  init?(queueLine line: Substring) {
    // The script comes last, because a path may hold the separator.
    let fields = line.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false)
    guard fields.count == 4 else { return nil }
    self.init(
      identifier: fields[0], state: SlurmJobState(String(fields[1]), reason: String(fields[2])),
      script: String(fields[3]))
  }

  /// Reads a line of `sacct --parsable2 --format=JobID,State`.
  init?(accountLine line: Substring) {
    let fields = line.split(separator: "|", omittingEmptySubsequences: false)
    guard fields.count == 2 else { return nil }
    self.init(identifier: fields[0], state: SlurmJobState(String(fields[1])), script: "")
  }

  private init?(identifier: Substring, state: SlurmJobState, script: String) {
    let parts = identifier.split(separator: "_", maxSplits: 1)
    guard let first = parts.first, let number = Int(first) else { return nil }
    if parts.count == 2 {
      guard let element = Int(parts[1]) else { return nil }
      self.element = element
    } else {
      element = nil
    }
    self.number = number
    self.state = state
    self.script = script
  }
}
