// SPDX-License-Identifier: Apache-2.0

public import HostModel

/// The line of JSON that programs of the reference workload print, with the same keys.
public struct ReferenceLine: Sendable {
  /// The guest's memory, in pages.
  public let pages: Int64
  /// The seed.
  public let seed: UInt64
  /// What the trial gave.
  public let counters: ReferenceCounters
  /// How long it took on this machine, in seconds.
  public let wallSeconds: Double
  /// The most memory that the process has held, in KiB.
  public let residentKibibytes: Int64

  /// Describes a run.
  public init(
    pages: Int64, seed: UInt64, counters: ReferenceCounters, wallSeconds: Double,
    residentKibibytes: Int64
  ) {
    self.pages = pages
    self.seed = seed
    self.counters = counters
    self.wallSeconds = max(wallSeconds, 1e-9)
    self.residentKibibytes = residentKibibytes
  }

  /// The events of a program that takes one for each page, whatever this one does at once.
  public var events: Int64 {
    (pages + 1) + counters.cleanedPages + counters.arrivals + counters.allocatedPages
      + counters.retries + counters.notifierCalls + counters.releases
  }

  /// The digest over completed bursts and the closing counters.
  public var digest: EventDigest {
    var digest = counters.requestDigest
    for counter in [
      counters.teardownEnd, counters.allFree, counters.kills, counters.notifierCalls,
      counters.notifierPages, counters.fallback, counters.peak, counters.setAside,
      counters.freeMinimum, Int64(counters.stalls.count), counters.killedRequests,
      counters.allocatedPages, counters.retries, counters.throttled, events,
    ] {
      digest.absorb(counter)
    }
    return digest
  }

  /// The line, without its end.
  public var text: String {
    let stalls = counters.stalls.sorted()
    let fields: [(String, String)] = [
      ("impl", "\"setaside\""), ("G", "\(pages)"), ("seed", "\(seed)"),
      ("wall", DecimalText.fixed(wallSeconds, decimals: 6)),
      ("pages_s", DecimalText.fixed(Double(pages) / wallSeconds, decimals: 0)),
      ("events", "\(events)"),
      ("events_s", DecimalText.fixed(Double(events) / wallSeconds, decimals: 0)),
      ("rss_kb", "\(residentKibibytes)"), ("tDown", "\(counters.teardownEnd)"),
      ("tFree", "\(counters.allFree)"), ("p50", "\(Self.rank(stalls, 50))"),
      ("p99", "\(Self.rank(stalls, 99))"), ("max", "\(stalls.last ?? 0)"),
      ("kills", "\(counters.kills)"), ("notif", "\(counters.notifierCalls)"),
      ("notifPages", "\(counters.notifierPages)"), ("fallback", "\(counters.fallback)"),
      ("peak", "\(counters.peak)"), ("setAside", "\(counters.setAside)"),
      ("minFree", "\(counters.freeMinimum)"), ("bursts", "\(stalls.count)"),
      ("alloc", "\(counters.allocatedPages)"), ("retries", "\(counters.retries)"),
      ("throttled", "\(counters.throttled)"), ("digest", "\"\(digest.hexadecimal)\""),
    ]
    return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
  }

  /// The nearest rank among sorted values; 0 for none.
  private static func rank(_ sorted: [Int64], _ percent: Int) -> Int64 {
    guard !sorted.isEmpty else { return 0 }
    return sorted[max(1, (sorted.count * percent + 99) / 100) - 1]
  }
}
