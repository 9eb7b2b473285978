// SPDX-License-Identifier: Apache-2.0

/// One trial that a worker is to run.
struct WorkerJob: Hashable {
  /// What the runner calls it.
  let ordinal: Int
  /// The point whose configuration it is.
  let point: Int
  /// The seed.
  let seed: UInt64
}
