/// A growing run of plain values without checks of uniqueness or bounds: for lists on the hot path.
///
/// Whoever holds the last copy calls `deallocate`.
struct GrowingBuffer<Element: BitwiseCopyable> {
  private var start: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  /// An empty buffer.
  ///
  /// - Parameter capacity: How many elements fit before it has to move; what is not used is not touched.
  init(capacity: Int = 16) {
    self.capacity = Swift.max(capacity, 1)
    start = .allocate(capacity: self.capacity)
  }

  /// The element at a place below `count`.
  @inline(__always)
  subscript(index: Int) -> Element {
    get { start[index] }
    nonmutating _modify { yield &start[index] }
  }

  /// Appends an element.
  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow() }
    start[count] = element
    count &+= 1
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * capacity)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
    capacity *= 2
  }

  /// Removes the last `number` elements.
  @inline(__always)
  mutating func removeLast(_ number: Int = 1) { count -= number }

  /// Removes the element at a place, those behind it move up.
  mutating func remove(at index: Int) {
    for place in index..<count - 1 { start[place] = start[place + 1] }
    count -= 1
  }

  /// Gives the memory back.
  func deallocate() { start.deallocate() }
}
