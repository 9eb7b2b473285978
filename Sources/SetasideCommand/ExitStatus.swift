// SPDX-License-Identifier: Apache-2.0

/// How the command ended, for the program that called it.
public enum ExitStatus: Int32, Sendable, Hashable {
  /// It did what it was asked.
  case success = 0
  /// A trial, or the keeping of its results, failed.
  case failure = 1
  /// A file, an option or an argument has a fault; nothing was run.
  case badInput = 2
  /// Ctrl-C stopped it; what was finished is kept.
  case interrupted = 130
}
