// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

extension HostDescription {
  /// The marks and floors by the names under which expressions read them, as in `host.marks.low` and
  /// `host.floors.atomic`; all with the lowmem reserve.
  public var namedMarks: [(name: String, pages: Pages)] {
    let marks = marksWithReserve
    return [("marks.min", marks.min), ("marks.low", marks.low), ("marks.high", marks.high)]
      + AllocationClass.allCases.map { ("floors.\($0.rawValue)", floor(of: $0)) }
  }

  /// The marks that free memory is held against: those of the zone, and the lowmem reserve on top.
  public var marksWithReserve: Watermarks {
    Watermarks(
      min: marks.min + lowmemReserve, low: marks.low + lowmemReserve,
      high: marks.high + lowmemReserve)
  }

  /// What free memory must be above for a request of a class (`__zone_watermark_ok` of Linux 6.12).
  ///
  /// Of `min`, without the reserve, an atomic request that may not draw on the last reserves leaves a
  /// half, and an ordinary atomic request three quarters of that half; both rounded up. The lowmem
  /// reserve is kept from all but memalloc requests.
  public func floor(of allocationClass: AllocationClass) -> Pages {
    let min = marks.min.count
    let half = min - min / 2
    return switch allocationClass {
    case .kernel, .nowait: Pages(min) + lowmemReserve
    case .atomicNoMemalloc: Pages(half) + lowmemReserve
    case .atomic: Pages(half - half / 4) + lowmemReserve
    case .memalloc: 0
    }
  }
}
