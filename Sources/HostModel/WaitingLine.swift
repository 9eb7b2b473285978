// SPDX-License-Identifier: Apache-2.0

/// Plain values that leave in the order in which they came: first in, first out.
struct WaitingLine<Element: BitwiseCopyable> {
  private var buffer = GrowingBuffer<Element>()
  private var head = 0

  /// How many wait.
  @inline(__always)
  var count: Int { buffer.count &- head }

  /// Whether nobody waits.
  @inline(__always)
  var isEmpty: Bool { head == buffer.count }

  /// The element with so many before it.
  @inline(__always)
  subscript(place: Int) -> Element { buffer[head &+ place] }

  /// Adds an element at the end.
  @inline(__always)
  mutating func append(_ element: Element) { buffer.append(element) }

  /// Takes the first element away.
  ///
  /// - Complexity: O(1) on the average: the place of those that have gone is used again when they are as many
  ///   as those that wait.
  /// - Precondition: The line is not empty.
  @inline(__always)
  @discardableResult
  mutating func removeFirst() -> Element {
    let first = buffer[head]
    head &+= 1
    if head &* 2 > buffer.count, head == buffer.count || head >= 64 { closeGap() }
    return first
  }

  private mutating func closeGap() {
    buffer.removeFirst(head)
    head = 0
  }

  /// Gives the memory back; the line is not used afterwards.
  func deallocate() { buffer.deallocate() }
}
