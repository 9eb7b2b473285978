// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration

/// Everything that one run gives.
public struct TrialResult: Sendable {
  /// A metric with its value.
  public struct Metric: Sendable, Hashable {
    /// The concrete name, `guest.db.downtime`.
    public let name: String
    /// The value, or why there is none.
    public let value: MetricValue
    /// How many observations a percentile is taken over; nil for other metrics.
    public let samples: Int64?

    /// Makes a metric.
    public init(name: String, value: MetricValue, samples: Int64? = nil) {
      self.name = name
      self.value = value
      self.samples = samples
    }
  }

  /// How the run ended.
  public let outcome: RunOutcome
  /// When, in nanoseconds.
  public let end: Int64
  /// The digest of its event stream.
  public let digest: UInt64
  /// Which metrics it has.
  public let shape: MetricShape
  /// What it gives for each of them, in the order of the shape's names.
  public let readings: [MetricReading]
  /// Where the memory was, from the start to the end.
  public let timeline: [TimelineSample]
  let told: Story
  /// How often OOM notifiers gave which answer.
  public let notifierAnswers: NotifierAnswers
  /// What the reference workload's line of JSON is made of.
  public let reference: ReferenceCounters
  /// Useful CPU time of each guest's load inside the window after the first order to stop, in ns.
  public let usefulTime: [Int64]

  /// Every metric that its guests and tasks can have, in the order of the catalogue.
  ///
  /// - Complexity: O(number of metrics) at each use; whoever has many trials of one shape makes its
  ///   names once and reads `readings`.
  public var metrics: [Metric] { Metric.list(shape, readings) }

  /// What happened, in sentences for a person; bounded.
  public var story: [StoryLine] { told.lines(shape) }
}

extension TrialResult.Metric {
  /// Puts readings to the names of their shape.
  public static func list(_ shape: MetricShape, _ readings: [MetricReading]) -> [Self] {
    zip(shape.names, readings).map { Self(name: $0, value: $1.value, samples: $1.samples) }
  }
}

/// Where the memory was at an instant, in pages; the parts add up to the host's memory.
public struct TimelineSample: Sendable, Hashable {
  /// Nanoseconds since the start.
  public let time: Int64
  /// Free in the zone.
  public let free: Int64
  /// On per-CPU lists.
  public let onLists: Int64
  /// Clean page cache, pages under reclaim included.
  public let pageCache: Int64
  /// Living guests, zombies not included.
  public let guests: Int64
  /// Dying guests: not yet unmapped, or being torn down synchronously.
  public let dying: Int64
  /// Set aside, nodes and reserves included.
  public let setAside: Int64
  /// Pages of earlier boots, not yet cleaned.
  public let zombies: Int64
  /// Tasks, victims that are exiting included.
  public let tasks: Int64
  /// Kernel and processes that the experiment does not name.
  public let other: Int64
}

/// One thing that happened, in words.
public struct StoryLine: Sendable, Hashable {
  /// Nanoseconds since the start.
  public let time: Int64
  /// What happened.
  public let text: String
}

/// The counters of the reference workload RW-1.
public struct ReferenceCounters: Sendable, Hashable {
  /// The digest over bursts that have had their last page, before the closing counters.
  public var requestDigest = EventDigest()
  /// `exit` of the first guest.
  public var teardownEnd: Int64 = 0
  /// `all-free` of the first guest.
  public var allFree: Int64 = 0
  /// OOM kills.
  public var kills: Int64 = 0
  /// Calls of `out_of_memory()`.
  public var notifierCalls: Int64 = 0
  /// Pages that notifiers freed themselves.
  public var notifierPages: Int64 = 0
  /// Pages destroyed because a node allocation failed.
  public var fallback: Int64 = 0
  /// Most pages set aside at once, nodes not included.
  public var peak: Int64 = 0
  /// Pages ever set aside.
  public var setAside: Int64 = 0
  /// Least free memory.
  public var freeMinimum: Int64 = 0
  /// Requests dropped by kills.
  public var killedRequests: Int64 = 0
  /// Pages that tasks allocated.
  public var allocatedPages: Int64 = 0
  /// Barren passes of reclaim, the one under way at the end included.
  public var retries: Int64 = 0
  /// Pages after which a cleaner paused.
  public var throttled: Int64 = 0
  /// Bursts that arrived.
  public var arrivals: Int64 = 0
  /// Releases of bursts, void ones included.
  public var releases: Int64 = 0
  /// Pages that cleaners cleaned.
  public var cleanedPages: Int64 = 0
  /// Time that each of these bursts was stalled, in their order.
  public var stalls: [Int64] = []

  /// Nothing yet.
  public init() {}
}
