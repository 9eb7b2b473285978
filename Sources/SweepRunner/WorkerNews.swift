// SPDX-License-Identifier: Apache-2.0

/// What a worker's messages come to.
enum WorkerNews {
  /// It has the experiment.
  case ready
  /// It cannot have it, and why.
  case refusal(String)
  /// Trials that it ran.
  case replies([TrialReply])
  /// Nothing that anybody understands, and why not.
  case babble(String)
}
