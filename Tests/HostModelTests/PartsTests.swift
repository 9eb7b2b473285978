// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit
internal import Testing

@testable internal import HostModel

/// The engine's closed forms against the plainest way of reckoning the same.
struct PartsTests {
  @Test func `a sum of quotients is what adding them up gives`() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let count = generator.uniform(in: 0...60)
      let modulus = generator.uniform(in: 1...40)
      let factor = generator.uniform(in: 0...90)
      let offset = generator.uniform(in: 0...90)
      let expected = (0..<count).reduce(0) { $0 + (factor * $1 + offset) / modulus }
      let sum = floorSum(
        Int128(count), modulus: Int128(modulus), factor: Int128(factor), offset: Int128(offset))
      #expect(sum == Int128(expected), "\(count) \(modulus) \(factor) \(offset)")
    }
  }

  @Test func `the worst window is the worst of all that begin at any nanosecond`() {
    var generator = SeededGenerator(seed: 2)
    for round in 0..<300 {
      let stalls = (0..<generator.uniform(in: 0...6)).map { _ in
        let from = generator.uniform(in: 0...80)
        return (from: from, to: from + generator.uniform(in: 0...30))
      }
      let length = generator.uniform(in: 1...50)
      let expected =
        (-60...120).map { start in
          stalls.reduce(Int64(0)) {
            $0 + max(0, min($1.to, start + length) - max($1.from, start))
          }
        }.max() ?? 0
      #expect(WorstWindow(stalls).stalled(in: length) == expected, "round \(round)")
    }
  }

  /// Batch 63 and a high mark of 4,300: refills of 63, 126, 252, 504, 1,008 and then 2,016 pages.
  @Test func `a list that is taken from doubles its refills up to five times`() {
    var list = PerCPUList()
    var refills: [Int64] = []
    for _ in 0..<8_000 {
      let refill = list.take(.doubling(63, 4_300), available: 1 << 30)
      if refill > 0 { refills.append(refill) }
    }
    #expect(refills == [63, 126, 252, 504, 1_008, 2_016, 2_016, 2_016])
  }

  /// max(base - batch, batch) = 100 - 63 = 37, at least 63; and never more than there is.
  @Test func `a refill is bounded by the list and by the zone`() {
    var list = PerCPUList()
    #expect(list.take(.doubling(63, 100), available: 1_000) == 63)
    var short = PerCPUList()
    #expect(short.take(.doubling(63, 4_300), available: 5) == 5)
    #expect(short.count == 4)
  }

  /// Pages stay on the list up to its high mark of 4,300; then as many go as were freed in a row, at
  /// most 63 x 32 = 2,016: the lumps in which a lone cleaner's work becomes visible.
  @Test func `a list that is freed to gives back lumps`() {
    var list = PerCPUList()
    var lumps: [(page: Int, pages: Int64)] = []
    for page in 1...8_400 {
      let given = list.free(.doubling(63, 4_300), high: 4_300)
      if given > 0 { lumps.append((page, given)) }
    }
    #expect(lumps.map(\.page) == [4_300, 6_316, 8_332])
    #expect(lumps.map(\.pages) == [2_016, 2_016, 2_016])
  }

  /// Four batches while kswapd runs: max(252 - 63, 63) = 189 at most.
  @Test func `a list gives back little while kswapd is at work`() {
    var list = PerCPUList()
    let given = (1...252).map { _ in list.free(.doubling(63, 4_300), high: 252) }
    #expect(given.last == 189)
    #expect(given.dropLast().allSatisfy { $0 == 0 })
  }

  @Test func `pages moved in bulk leave a list as pages moved one by one`() {
    var generator = SeededGenerator(seed: 3)
    let kinds = MechanismRules.PerCPULists.allCases
    for _ in 0..<500 {
      let kind = kinds[Int(generator.uniform(in: 0...2))]
      let rule = PerCPUList.Rule(kind: kind, batch: 8, base: 1 << 20)
      var bulk = PerCPUList()
      bulk.count = 200
      bulk.factor = generator.uniform(in: 0...5)
      bulk.freeRun = generator.uniform(in: 0...300)
      var single = bulk
      let pages = generator.uniform(in: 1...100)
      if generator.uniform(in: 0...1) == 0 {
        bulk.takePlain(pages, rule)
        for _ in 0..<pages { _ = single.take(rule, available: 1 << 20) }
      } else {
        bulk.freePlain(pages, rule)
        for _ in 0..<pages { _ = single.free(rule, high: 1 << 20) }
      }
      #expect(bulk.count == single.count)
      #expect(bulk.factor == single.factor)
      #expect(bulk.freeRun == single.freeRun)
    }
  }

  @Test(arguments: MechanismRules.CleaningOrder.allCases)
  func `a list of set-aside pages is what an array of nodes is`(
    order: MechanismRules.CleaningOrder
  ) {
    for seed in 1...100 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var list = SetAsideList(order: order, nodes: 1)
      var model = ModelList(order: order)
      for _ in 0..<200 {
        switch generator.uniform(in: 0...3) {
        case 0 where !list.hasOpenNode || generator.uniform(in: 0...3) == 0:
          #expect(list.closeNode() == model.close(), "seed \(seed)")
          list.openNode()
          model.open()
        case 1 where list.hasOpenNode:
          let pages = generator.uniform(in: 1...6)
          let dirty = generator.uniform(in: 0...1) == 1
          list.append(pages, dirty: dirty)
          model.append(pages, dirty: dirty)
        default:
          guard list.available > 0 else { continue }
          let next = list.next()
          #expect(next.dirty == model.next, "seed \(seed)")
          let pages = generator.uniform(in: 1...next.pages)
          #expect(list.take(pages) == model.take(pages), "seed \(seed)")
        }
        #expect(list.available == model.available, "seed \(seed)")
      }
    }
  }
}

/// Set-aside pages, each by itself.
private struct ModelList {
  let order: MechanismRules.CleaningOrder
  /// Whether each page is dirty, the oldest first; and how many a node ever had.
  var nodes: [(pages: [Bool], total: Int64)] = []
  var isOpen = false

  init(order: MechanismRules.CleaningOrder) { self.order = order }

  var available: Int64 { nodes.reduce(0) { $0 + Int64($1.pages.count) } }

  private var place: Int? {
    order == .oldestFirst
      ? nodes.firstIndex { !$0.pages.isEmpty } : nodes.lastIndex { !$0.pages.isEmpty }
  }

  var next: Bool? { place.flatMap { nodes[$0].pages.first } }

  mutating func open() {
    nodes.append((pages: [], total: 0))
    isOpen = true
  }

  mutating func append(_ pages: Int64, dirty: Bool) {
    nodes[nodes.count - 1].pages += [Bool](repeating: dirty, count: Int(pages))
    nodes[nodes.count - 1].total += pages
  }

  mutating func close() -> Int64? {
    isOpen = false
    guard let last = nodes.last, last.pages.isEmpty else { return nil }
    nodes.removeLast()
    return last.total
  }

  mutating func take(_ pages: Int64) -> Int64? {
    guard let place else { return nil }
    nodes[place].pages.removeFirst(Int(pages))
    guard nodes[place].pages.isEmpty, !(isOpen && place == nodes.count - 1) else { return nil }
    return nodes.remove(at: place).total
  }
}
