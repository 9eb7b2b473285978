// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// The set-aside pages of one guest: nodes of a fixed size, each a few runs of pages of one kind.
struct SetAsideList {
  /// A node: its runs and how many pages are still in it.
  private struct Node: BitwiseCopyable {
    var firstRun: Int32
    var headRun: Int32
    var endRun: Int32
    var pages: Int32
    var total: Int32
  }

  /// Pages of one kind that come next.
  struct Run {
    /// How many there are.
    let pages: Int64
    let dirty: Bool
    /// Pages of their node in all.
    let inNode: Int64

    /// Nothing comes next.
    static var none: Run { Run(pages: 0, dirty: false, inNode: 0) }
  }

  /// How far it is worth while to look ahead for pages of one kind.
  static let nodesAhead: Int64 = 32

  private let order: MechanismRules.CleaningOrder
  /// Pages of one kind in a row: twice their number, plus one if they are dirty.
  private var runs: GrowingBuffer<UInt32>
  private var nodes: GrowingBuffer<Node>
  /// The oldest node that is not freed, when the oldest goes first.
  private var oldest = 0
  /// Pages in the list.
  private(set) var available: Int64 = 0
  /// Whether the newest node can still grow.
  private(set) var hasOpenNode = false

  /// An empty list.
  ///
  /// - Parameter nodes: How many nodes it may well come to have.
  init(order: MechanismRules.CleaningOrder, nodes: Int64) {
    self.order = order
    let expected = Int(Swift.min(Swift.max(nodes, 4), 1 << 20))
    self.nodes = GrowingBuffer(capacity: expected)
    runs = GrowingBuffer(capacity: 4 * expected)
  }

  /// Starts a node.
  @inline(__always)
  mutating func openNode() {
    let start = Int32(runs.count)
    nodes.append(Node(firstRun: start, headRun: start, endRun: start, pages: 0, total: 0))
    hasOpenNode = true
  }

  /// Appends pages of one kind to the open node.
  @inline(__always)
  mutating func append(_ pages: Int64, dirty: Bool) {
    let bit: UInt32 = dirty ? 1 : 0
    let twice = UInt32(truncatingIfNeeded: pages) << 1
    var node = nodes[nodes.count &- 1]
    if node.endRun > node.headRun, runs[runs.count &- 1] & 1 == bit {
      runs[runs.count &- 1] &+= twice
    } else {
      runs.append(twice | bit)
      node.endRun &+= 1
    }
    node.pages &+= Int32(truncatingIfNeeded: pages)
    node.total &+= Int32(truncatingIfNeeded: pages)
    nodes[nodes.count &- 1] = node
    available &+= pages
  }

  /// The open node can grow no more; returns its total if it is empty and so has been freed.
  mutating func closeNode() -> Int64? {
    hasOpenNode = false
    guard nodes.count > oldest else { return nil }
    let last = nodes[nodes.count - 1]
    guard last.pages == 0 else { return nil }
    remove(nodes.count - 1)
    return Int64(last.total)
  }

  /// The node that the next page comes from.
  ///
  /// - Precondition: The list is not empty.
  @inline(__always)
  private mutating func head() -> Int {
    order == .newestNodeFirst ? newest() : oldest
  }

  private mutating func newest() -> Int {
    var index = nodes.count - 1
    while nodes[index].pages == 0 { index -= 1 }
    return index
  }

  /// The pages of one kind that come next.
  ///
  /// - Precondition: The list is not empty.
  @inline(__always)
  mutating func next() -> Run {
    let index = head()
    let run = runs[Int(nodes[index].headRun)]
    return Run(pages: Int64(run >> 1), dirty: run & 1 == 1, inNode: Int64(nodes[index].pages))
  }

  /// How many pages of one kind come next; of several nodes if the oldest goes first.
  ///
  /// - Parameter limit: Of a node after the next one no pages are counted that would make them more.
  /// - Complexity: O(nodes that are counted), `nodesAhead` at most.
  /// - Precondition: The list is not empty.
  @inline(__always)
  mutating func pagesOfOneKind(within limit: Int64) -> Int64 {
    var run = Int(nodes[head()].headRun)
    let bit = runs[run] & 1
    var pages = Int64(runs[run] >> 1)
    guard order == .oldestFirst else { return pages }
    let end = Swift.min(runs.count, run &+ Int(Self.nodesAhead))
    run &+= 1
    while run < end, runs[run] & 1 == bit, pages &+ Int64(runs[run] >> 1) < limit {
      pages &+= Int64(runs[run] >> 1)
      run &+= 1
    }
    return pages
  }

  /// Takes pages of the run that comes next.
  ///
  /// - Returns: The total of the node if these were the last pages of a closed node, which is
  ///   no longer in the list then.
  @inline(__always)
  mutating func take(_ pages: Int64) -> Int64? {
    let index = head()
    let run = Int(nodes[index].headRun)
    runs[run] &-= UInt32(truncatingIfNeeded: pages) << 1
    if runs[run] < 2 { nodes[index].headRun &+= 1 }
    nodes[index].pages &-= Int32(truncatingIfNeeded: pages)
    available &-= pages
    guard nodes[index].pages == 0, !(hasOpenNode && index == nodes.count - 1) else { return nil }
    let total = Int64(nodes[index].total)
    remove(index)
    return total
  }

  private mutating func remove(_ index: Int) {
    if order == .oldestFirst, index == oldest {
      oldest += 1
    } else if index == nodes.count - 1 {
      runs.removeLast(runs.count - Int(nodes[index].firstRun))
      nodes.removeLast()
    } else {
      nodes.remove(at: index)
    }
  }

  /// Gives the memory back; the list is not used afterwards.
  func deallocate() {
    runs.deallocate()
    nodes.deallocate()
  }
}
