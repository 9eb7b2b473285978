// SPDX-License-Identifier: Apache-2.0

/// A growing run of plain values without checks of uniqueness or bounds: for lists on the hot path.
///
/// Nothing is allocated before the first element unless a capacity is asked for, so that an empty one may be
/// copied. Whoever holds the last copy calls `deallocate`.
struct GrowingBuffer<Element: BitwiseCopyable> {
  private var start: UnsafeMutablePointer<Element>?
  private var capacity: Int
  private(set) var count = 0

  /// An empty buffer.
  ///
  /// - Parameter capacity: How many elements fit before it has to move; what is not used is not touched.
  init(capacity: Int = 0) {
    self.capacity = capacity
    if capacity > 0 { start = .allocate(capacity: capacity) }
  }

  /// The element at a place below `count`.
  @inline(__always)
  subscript(index: Int) -> Element {
    get { start.unsafelyUnwrapped[index] }
    nonmutating _modify { yield &start.unsafelyUnwrapped[index] }
  }

  /// Appends an element.
  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow() }
    start.unsafelyUnwrapped[count] = element
    count &+= 1
  }

  private mutating func grow() {
    let more = Swift.max(2 * capacity, 16)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: more)
    if let start {
      larger.update(from: start, count: count)
      start.deallocate()
    }
    start = larger
    capacity = more
  }

  /// Removes the last `number` elements.
  @inline(__always)
  mutating func removeLast(_ number: Int = 1) { count -= number }

  /// Removes the first `number` elements, those behind them move up.
  mutating func removeFirst(_ number: Int) {
    for place in 0..<count - number { self[place] = self[place + number] }
    count -= number
  }

  /// Removes the element at a place, those behind it move up.
  mutating func remove(at index: Int) {
    for place in index..<count - 1 { self[place] = self[place + 1] }
    count -= 1
  }

  /// A copy of the elements.
  var array: [Element] { [Element](UnsafeBufferPointer(start: start, count: count)) }

  /// Gives the memory back.
  func deallocate() { start?.deallocate() }
}
