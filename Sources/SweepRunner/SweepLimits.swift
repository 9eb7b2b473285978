// SPDX-License-Identifier: Apache-2.0

/// How much a sweep may take, and how much may go wrong in it.
public struct SweepLimits: Sendable, Hashable {
  /// The least memory that a worker needs to run anything, in bytes.
  public static let memoryMin: Int64 = 64 << 20
  /// The most workers.
  public static let workersMax = 1_024

  /// How many trials run at once; more than the machine has cores gain nothing.
  public var workers: Int
  /// The longest that a trial may take, on the machine's clock.
  public var timeout: Duration
  /// The most memory that the process of a trial may hold, in bytes.
  public var memory: Int64
  /// How many trials may fail before the sweep stops; nil for any number.
  public var failures: Int?

  /// Sets limits.
  ///
  /// - Parameters:
  ///   - workers: how many trials run at once, 1...``workersMax``.
  ///   - timeout: the longest that a trial may take, positive.
  ///   - memory: the most memory of a trial's process in bytes, at least ``memoryMin``.
  ///   - failures: with how many failed trials the sweep stops, at least 1; nil for never.
  public init(
    workers: Int, timeout: Duration = .seconds(60), memory: Int64 = 2 << 30, failures: Int? = nil
  ) {
    precondition((1...Self.workersMax).contains(workers), "workers: expected 1...1,024")
    precondition(timeout > .zero, "timeout: expected more than 0")
    precondition(memory >= Self.memoryMin, "memory: expected at least 64 MiB")
    precondition(failures ?? 1 >= 1, "failures: expected at least 1")
    self.workers = workers
    self.timeout = timeout
    self.memory = memory
    self.failures = failures
  }
}
