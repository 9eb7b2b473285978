// SPDX-License-Identifier: Apache-2.0

/// A metric: what its integer means and which way is better.
public struct MetricDefinition: Sendable, Hashable {
  /// What the stored integer counts.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    /// Nanoseconds; shown in s, ms or us.
    case nanoseconds = "ns"
    /// Pages; shown in GiB, MiB or pages.
    case pages
    /// A count.
    case count
    /// Pages times nanoseconds; shown in GiB s.
    case pageNanoseconds = "page ns"
    /// Parts per million; shown in percent.
    case partsPerMillion = "ppm"
    /// Bytes per second; shown in GiB/s.
    case bytesPerSecond = "B/s"
  }

  /// Which way is better.
  public enum Direction: String, Sendable, Hashable, CaseIterable {
    /// Less is better.
    case lower
    /// More is better.
    case higher
    /// Neither: it explains, it does not judge.
    case neutral
  }

  /// The name; `*` stands for the name of a guest or task.
  public let name: String
  /// What the integer counts.
  public let unit: Unit
  /// Which way is better.
  public let direction: Direction
  /// The practically relevant difference, in the metric's own unit; 0 when only the share counts.
  public let absoluteMargin: Int64
  /// The practically relevant difference as a share of the baseline, in parts per million.
  public let relativeMargin: Int64
  /// What it is, exactly.
  public let definition: String
}
