public import PolicyKit

/// The marks of a zone, in pages, without the lowmem reserve.
public struct Watermarks: Sendable, Hashable {
  /// Ordinary requests must stay above it.
  public var min: Pages
  /// kswapd is woken at it.
  public var low: Pages
  /// kswapd sleeps again at it.
  public var high: Pages

  /// Given marks.
  public init(min: Pages, low: Pages, high: Pages) {
    self.min = min
    self.low = low
    self.high = high
  }

  /// The kernel's marks for a host of one zone.
  ///
  /// `calculate_min_free_kbytes`: the root of 16 times the KiB of low memory, 128 KiB...256 MiB.
  /// `__setup_per_zone_wmarks`: low and high are one and two gaps above min, a gap being the larger
  /// of a quarter of min and `scaleFactor` ten-thousandths of the zone (`mm/page_alloc.c`, 6.12).
  ///
  /// - Parameters:
  ///   - memory: Managed pages.
  ///   - scaleFactor: `watermark_scale_factor`, 1...3000.
  public init(memory: Pages, scaleFactor: Int64) {
    let kibibytes = memory.count * 4
    let free = Swift.min(Swift.max(Self.squareRoot(kibibytes * 16), 128), 262_144)
    let minimum = free / 4
    let gap = Swift.max(minimum / 4, memory.count * scaleFactor / 10_000)
    min = Pages(minimum)
    low = Pages(minimum + gap)
    high = Pages(minimum + 2 * gap)
  }

  /// The largest integer whose square is not above `value`: Newton's method from above.
  private static func squareRoot(_ value: Int64) -> Int64 {
    guard value > 1 else { return Swift.max(value, 0) }
    var estimate = value
    var next = value / 2 + 1
    while next < estimate {
      estimate = next
      next = (estimate + value / estimate) / 2
    }
    return estimate
  }
}

extension HostDescription {
  /// The marks of this host, without the lowmem reserve.
  public var marks: Watermarks {
    switch watermarks {
    case .kernel(let scaleFactor): Watermarks(memory: memory, scaleFactor: scaleFactor)
    case .explicit(let min, let low, let high): Watermarks(min: min, low: low, high: high)
    }
  }
}
