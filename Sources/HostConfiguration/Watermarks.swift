// SPDX-License-Identifier: Apache-2.0

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
  ///   - hugePages: Whether khugepaged runs: it wants ``hugePageReserve``, but no more than a
  ///     twentieth of the memory (`set_recommended_min_free_kbytes`, `mm/khugepaged.c`, 6.12).
  public init(memory: Pages, scaleFactor: Int64, hugePages: Bool = false) {
    let kibibytes = memory.count * 4
    let free = Swift.min(Swift.max(Self.squareRoot(kibibytes * 16), 128), 262_144)
    var minimum = free / 4
    if hugePages {
      minimum = Swift.max(minimum, Swift.min(Self.hugePageReserve.count, memory.count / 20))
    }
    let gap = Swift.max(minimum / 4, memory.count * scaleFactor / 10_000)
    min = Pages(minimum)
    low = Pages(minimum + gap)
    high = Pages(minimum + 2 * gap)
  }

  /// What khugepaged wants as `min` on a host of two zones with page blocks of 1 MiB, as on s390:
  /// for each zone two blocks, and one for each pair of the three migrate types with lists.
  public static let hugePageReserve = Pages(256 * 2 * (2 + 3 * 3))

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
    case .kernel(let scaleFactor):
      Watermarks(memory: memory, scaleFactor: scaleFactor, hugePages: transparentHugePages)
    case .explicit(let min, let low, let high): Watermarks(min: min, low: low, high: high)
    }
  }

  /// What requests of user memory must leave to the DMA zone's own users.
  ///
  /// `setup_per_zone_lowmem_reserve` (`mm/page_alloc.c`, 6.12): a 256th of the memory above the 2 GiB
  /// of `ZONE_DMA` on s390; a zone cannot reserve more than it has.
  ///
  /// - Parameter memory: Managed pages.
  public static func kernelLowmemReserve(memory: Pages) -> Pages {
    let dma = Pages.gibibytes(2).count
    return Pages(Swift.min(dma, Swift.max(0, memory.count - dma) / 256))
  }
}
