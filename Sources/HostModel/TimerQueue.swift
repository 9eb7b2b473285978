// SPDX-License-Identifier: Apache-2.0

/// What will happen by the clock, the earliest first: a binary heap.
///
/// The heap has two words for each timer: its key, and its order, which is a sequence number that lets the first
/// scheduled of one key run first, with the place where the timer lies below it. Most events schedule the one
/// after them. So the earliest timer stays in its place while its event runs, and the first timer that the event
/// schedules takes that place: one way down the heap instead of a way down and a way up (Williams, "Algorithm 232:
/// Heapsort", Communications of the ACM 7(6), 1964).
struct TimerQueue {
  /// At most 2^24 timers at a time, and 2^40 in all.
  private static let placeBits: UInt64 = 24

  private var keys = GrowingBuffer<UInt64>()
  private var orders = GrowingBuffer<UInt64>()
  private var timers = GrowingBuffer<Timer>()
  /// Places of timers that have gone.
  private var vacant = GrowingBuffer<UInt32>()
  /// Whether the event of the first timer runs: the next one to come takes its place.
  private var firstIsRunning = false
  private var sequence: UInt64 = 0

  /// The key of the earliest timer; not to be asked while an event of the queue runs.
  @inline(__always)
  var firstKey: EventKey { keys.count == 0 ? .never : EventKey(word: keys[0]) }

  /// The earliest timer.
  ///
  /// - Precondition: The queue is not empty.
  @inline(__always)
  var first: Timer { timers[place(of: orders[0])] }

  @inline(__always)
  private func place(of order: UInt64) -> Int { Int(order & (1 << Self.placeBits - 1)) }

  /// Adds a timer; among equal keys the one that was added first comes first.
  @inline(__always)
  mutating func add(_ key: EventKey, _ timer: Timer) {
    sequence &+= 1
    let order = sequence << Self.placeBits
    if firstIsRunning {
      firstIsRunning = false
      let place = place(of: orders[0])
      timers[place] = timer
      sinkFirst(key.word, order | UInt64(place))
    } else {
      let place = newPlace(for: timer)
      keys.append(0)
      orders.append(0)
      raise(key.word, order | UInt64(place), from: keys.count &- 1)
    }
  }

  @inline(__always)
  private mutating func newPlace(for timer: Timer) -> Int {
    if vacant.count > 0 {
      let place = Int(vacant[vacant.count &- 1])
      vacant.removeLast()
      timers[place] = timer
      return place
    }
    precondition(timers.count < 1 << Self.placeBits, "More timers wait than the queue can hold.")
    timers.append(timer)
    return timers.count &- 1
  }

  /// The earliest timer, whose event begins.
  @inline(__always)
  mutating func begin() -> Timer {
    firstIsRunning = true
    return first
  }

  /// The event of the earliest timer is over.
  @inline(__always)
  mutating func end() {
    guard firstIsRunning else { return }
    firstIsRunning = false
    removeFirst()
  }

  /// Takes the earliest timer out.
  @inline(__always)
  mutating func removeFirst() {
    vacant.append(UInt32(place(of: orders[0])))
    let last = keys.count &- 1
    let (key, order) = (keys[last], orders[last])
    keys.removeLast()
    orders.removeLast()
    if last > 0 { fillFirst(key, order) }
  }

  /// The earlier of two timers side by side in the heap.
  @inline(__always)
  private func earlier(_ left: Int) -> Int {
    let right = left &+ 1
    if keys[left] == keys[right] { return orders[left] < orders[right] ? left : right }
    return left &+ (keys[right] < keys[left] ? 1 : 0)
  }

  /// Whether a timer comes before the one at a place.
  @inline(__always)
  private func isEarlier(_ key: UInt64, _ order: UInt64, than place: Int) -> Bool {
    key < keys[place] || (key == keys[place] && order < orders[place])
  }

  @inline(__always)
  private mutating func move(_ from: Int, to place: Int) {
    keys[place] = keys[from]
    orders[place] = orders[from]
  }

  @inline(__always)
  private mutating func put(_ key: UInt64, _ order: UInt64, at place: Int) {
    keys[place] = key
    orders[place] = order
  }

  /// Fills the first place from below and puts a late timer where the hole has come to.
  ///
  /// The last timer belongs near the leaves, so that it is not compared on the way down (Floyd, "Algorithm
  /// 245: Treesort 3", Communications of the ACM 7(12), 1964).
  private mutating func fillFirst(_ key: UInt64, _ order: UInt64) {
    let count = keys.count
    var place = 0
    while 2 &* place &+ 2 < count {
      let child = earlier(2 &* place &+ 1)
      move(child, to: place)
      place = child
    }
    if 2 &* place &+ 1 < count {
      move(2 &* place &+ 1, to: place)
      place = 2 &* place &+ 1
    }
    raise(key, order, from: place)
  }

  /// Puts a timer in the place of the first and lets it sink to where it belongs.
  private mutating func sinkFirst(_ key: UInt64, _ order: UInt64) {
    let count = keys.count
    var place = 0
    while 2 &* place &+ 1 < count {
      var child = 2 &* place &+ 1
      if child &+ 1 < count { child = earlier(child) }
      guard !isEarlier(key, order, than: child) else { break }
      move(child, to: place)
      place = child
    }
    put(key, order, at: place)
  }

  @inline(__always)
  private mutating func raise(_ key: UInt64, _ order: UInt64, from hole: Int) {
    var place = hole
    while place > 0 {
      let parent = (place &- 1) >> 1
      guard isEarlier(key, order, than: parent) else { break }
      move(parent, to: place)
      place = parent
    }
    put(key, order, at: place)
  }

  /// Gives the memory back; the queue is not used afterwards.
  func deallocate() {
    keys.deallocate()
    orders.deallocate()
    timers.deallocate()
    vacant.deallocate()
  }
}
