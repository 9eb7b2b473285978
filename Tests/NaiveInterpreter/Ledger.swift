// SPDX-License-Identifier: Apache-2.0

/// Who owns each page of the host: exactly one owner, checked at every change.
///
/// A page that is freed twice, or taken from somebody who does not have it, stops the program.
struct Ledger {
  /// Who can own a page.
  enum Owner: Hashable {
    /// The zone, `F`.
    case free
    case kernel
    case anonymous
    /// Clean page cache that reclaim can still drop, `R`.
    case pageCache
    /// Page cache that is in use.
    case mapped
    /// Slab that reclaim can free.
    case slab
    /// Isolated by kswapd.
    case kswapd
    /// A per-CPU list.
    case list(cpu: Int)
    /// A guest's memory that nobody has torn down.
    case guest(Int)
    /// On the list of a dying guest.
    case setAside(guest: Int)
    /// In the hand of somebody who is cleaning it.
    case inHand(guest: Int)
    /// Bookkeeping of a dying guest.
    case node(guest: Int)
    case reserve(guest: Int)
    case task(Int)
    /// Isolated by a thread in direct reclaim.
    case isolated(thread: Int)
  }

  /// Owners of whom there is one each.
  private static let fixed = 7

  private let cpus: Int
  private let guests: Int
  private let tasks: Int
  private var owners: [Owner]
  private var places: [Int]
  private var stocks: [[Int]]

  /// All pages are free.
  init(pages: Int, cpus: Int, guests: Int, tasks: Int, threads: Int) {
    self.cpus = cpus
    self.guests = guests
    self.tasks = tasks
    owners = Array(repeating: .free, count: pages)
    places = Array(0..<pages)
    stocks = Array(repeating: [], count: Self.fixed + cpus + 5 * guests + tasks + threads)
    stocks[0] = Array(0..<pages)
  }

  /// How many pages somebody has.
  func count(_ owner: Owner) -> Int64 { Int64(stocks[slot(owner)].count) }

  /// Gives a certain page to somebody else.
  mutating func move(page: Int, from old: Owner, to new: Owner) {
    precondition(owners[page] == old, "Page \(page) belongs to \(owners[page]), not to \(old).")
    let source = slot(old)
    let place = places[page]
    let last = stocks[source].removeLast()
    if last != page {
      stocks[source][place] = last
      places[last] = place
    }
    let target = slot(new)
    owners[page] = new
    places[page] = stocks[target].count
    stocks[target].append(page)
  }

  /// Gives any page to somebody else and says which.
  @discardableResult
  mutating func moveAny(from old: Owner, to new: Owner) -> Int {
    guard let page = stocks[slot(old)].last else { preconditionFailure("\(old) has no page.") }
    move(page: page, from: old, to: new)
    return page
  }

  /// Gives so many pages to somebody else.
  mutating func moveAny(_ count: Int64, from old: Owner, to new: Owner) {
    for _ in 0..<count { moveAny(from: old, to: new) }
  }

  /// Holds every page against the stock of its owner.
  func check() {
    precondition(stocks.reduce(0) { $0 + $1.count } == owners.count, "A page is lost.")
    for (page, owner) in owners.enumerated() {
      precondition(stocks[slot(owner)][places[page]] == page, "Page \(page) is misplaced.")
    }
  }

  private func slot(_ owner: Owner) -> Int {
    switch owner {
    case .free: 0
    case .kernel: 1
    case .anonymous: 2
    case .pageCache: 3
    case .kswapd: 4
    case .mapped: 5
    case .slab: 6
    case .list(let cpu): Self.fixed + cpu
    case .guest(let guest): Self.fixed + cpus + guest
    case .setAside(let guest): Self.fixed + cpus + guests + guest
    case .inHand(let guest): Self.fixed + cpus + 2 * guests + guest
    case .node(let guest): Self.fixed + cpus + 3 * guests + guest
    case .reserve(let guest): Self.fixed + cpus + 4 * guests + guest
    case .task(let task): Self.fixed + cpus + 5 * guests + task
    case .isolated(let thread): Self.fixed + cpus + 5 * guests + tasks + thread
    }
  }
}
