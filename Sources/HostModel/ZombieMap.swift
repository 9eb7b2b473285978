// SPDX-License-Identifier: Apache-2.0

/// The pages of an earlier boot that are still mapped and not yet cleaned, by segments of 1 MiB.
struct ZombieMap {
  /// Pages in a segment.
  static let segmentPages: Int64 = 256

  /// Zombies of each segment that nobody has taken.
  private var left: [UInt16] = []
  /// Zombies that nobody has taken, over all segments.
  private(set) var waiting: Int64 = 0
  private var lowest = 0

  /// Whether there is an earlier boot at all.
  var isEmpty: Bool { left.isEmpty }

  /// Notes the secure pages from address `first` on; `image` stands there.
  mutating func fill(from first: Int64, image: inout GuestImage, memory: Int64) {
    left = [UInt16](
      repeating: 0, count: Int((memory + Self.segmentPages - 1) / Self.segmentPages))
    var address = first
    while address < memory {
      let inSegment = Self.segmentPages - address % Self.segmentPages
      let pages = Swift.min(image.left, inSegment)
      if image.kind != .shared {
        left[Int(address / Self.segmentPages)] += UInt16(pages)
        waiting += pages
      }
      address += pages
      image.pass(pages)
    }
  }

  /// Zombies of a segment that nobody has taken.
  func zombies(in segment: Int64) -> Int64 { Int64(left[Int(segment)]) }

  /// The lowest segment with zombies that is not among `owned`, or -1.
  mutating func nextSegment(notIn owned: [Int64]) -> Int64 {
    while lowest < left.count, left[lowest] == 0 { lowest += 1 }
    var segment = lowest
    while segment < left.count {
      if left[segment] > 0, !owned.contains(Int64(segment)) { return Int64(segment) }
      segment += 1
    }
    return -1
  }

  /// Takes zombies of a segment.
  mutating func take(_ pages: Int64, from segment: Int64) {
    left[Int(segment)] -= UInt16(pages)
    waiting -= pages
  }
}
