// SPDX-License-Identifier: Apache-2.0

/// Where a worker finds what it shares with the runner.
enum WorkerDescriptors {
  /// The socket over which messages go both ways.
  static let messages: Int32 = 3
  /// The memory of the ``WorkerBoard``.
  static let board: Int32 = 4
  /// The first one that a worker does not have.
  static let first: Int32 = 5
  /// The runner's own descriptors are moved from here on, so that none is overwritten before a worker gets it.
  static let spare: Int32 = 16
}
