// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The kinds of a guest's pages.
enum PageKind: UInt8 {
  case clean
  case dirty
  case shared
}

/// A guest's pages in the order of their addresses, as extents of one kind.
struct GuestImage {
  struct Extent {
    var pages: Int64
    var kind: PageKind
  }

  /// Where the extents come from: drawn as the walk reaches them, so that memory stays small.
  private enum Source {
    case list([Extent])
    case drawn(mean: UInt64, shared: UInt32, dirty: UInt32)
  }

  private let source: Source
  /// The length of each extent, and a word that says its kind.
  private var draws: VariatesAhead
  private var position = 0
  private var undrawn: Int64
  /// The extent after the current one, of another kind; of no pages if there is none.
  private var following = Extent(pages: 0, kind: .clean)
  /// Pages of the current extent that are left.
  private(set) var left: Int64 = 0
  /// The kind of the current extent.
  private(set) var kind = PageKind.clean

  /// The image of a guest, from its first page on.
  init(_ guest: GuestDescription, seed: UInt64) {
    undrawn = guest.memory.count
    switch guest.image {
    case .uniform:
      let shared = guest.isProtected ? guest.shared.of(guest.memory).count : guest.memory.count
      source = .list([
        Extent(pages: shared, kind: .shared),
        Extent(pages: guest.memory.count - shared, kind: .clean),
      ])
      draws = VariatesAhead(SeededGenerator(seed: 0), between: .word)
    case .extents(let mean, let shared, let dirty, let stream):
      let generator =
        stream.map { SeededGenerator(seed: seed, stream: $0) }
        ?? SeededGenerator(seed: seed, identity: "guest.\(guest.name).image")
      draws = VariatesAhead(generator, between: .word)
      source =
        guest.isProtected
        ? .drawn(mean: UInt64(mean.count), shared: UInt32(shared), dirty: UInt32(shared + dirty))
        : .list([Extent(pages: undrawn, kind: .shared)])
    }
    advance()
  }

  /// Shared pages from here on.
  var sharedPages: Int64 {
    var rest = self
    var sum: Int64 = 0
    while rest.left > 0 {
      if rest.kind == .shared { sum += rest.left }
      rest.pass(rest.left)
    }
    return sum
  }

  /// Passes so many pages of the current extent.
  mutating func pass(_ pages: Int64) {
    left &-= pages
    if left == 0 { advance() }
  }

  /// Goes on to the next pages of one kind: extents of the same kind are taken as one.
  private mutating func advance() {
    let first = following.pages > 0 ? following : draw()
    left = first.pages
    kind = first.kind
    following = draw()
    while following.pages > 0, following.kind == kind {
      left += following.pages
      following = draw()
    }
  }

  /// The next extent that has pages; one of no pages at the end.
  private mutating func draw() -> Extent {
    var extent = Extent(pages: 0, kind: kind)
    while extent.pages == 0, undrawn > 0 {
      switch source {
      case .list(let extents):
        extent = extents[position]
        position += 1
      case .drawn(let mean, let shared, let dirty):
        let (length, word) = draws.next()
        let pages = SeededGenerator.exponential(length, mean: mean)
        let chance = word >> 26
        extent.pages = Swift.min(1 + Int64(bitPattern: pages), undrawn)
        extent.kind = chance < shared ? .shared : chance < dirty ? .dirty : .clean
      }
      undrawn -= extent.pages
    }
    return extent
  }
}
