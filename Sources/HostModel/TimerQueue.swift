/// What will happen by the clock, the earliest first: a binary heap.
///
/// The heap has one word of 128 bits for each timer: its key, then a sequence number that lets the first
/// scheduled of one key run first, then where the timer lies. Most events schedule the one after them. So the
/// earliest timer stays in its place while its event runs, and the first timer that the event schedules takes
/// that place: one way down the heap instead of a way down and a way up (Williams, "Algorithm 232: Heapsort",
/// Communications of the ACM 7(6), 1964).
struct TimerQueue {
  /// At most 2^24 timers at a time, and 2^40 in all.
  private static let placeBits: UInt64 = 24

  private var heap = GrowingBuffer<UInt128>()
  private var timers = GrowingBuffer<Timer>()
  /// Places of timers that have gone.
  private var vacant = GrowingBuffer<UInt32>()
  /// Whether the event of the first timer runs: the next one to come takes its place.
  private var firstIsRunning = false
  private var sequence: UInt64 = 0

  /// The key of the earliest timer; not to be asked while an event of the queue runs.
  @inline(__always)
  var firstKey: EventKey {
    heap.count == 0 ? .never : EventKey(word: UInt64(truncatingIfNeeded: heap[0] >> 64))
  }

  /// The earliest timer.
  ///
  /// - Precondition: The queue is not empty.
  @inline(__always)
  var first: Timer { timers[place(of: heap[0])] }

  @inline(__always)
  private func place(of word: UInt128) -> Int {
    Int(UInt64(truncatingIfNeeded: word) & (1 << Self.placeBits - 1))
  }

  /// Adds a timer; among equal keys the one that was added first comes first.
  @inline(__always)
  mutating func add(_ key: EventKey, _ timer: Timer) {
    sequence &+= 1
    let order = UInt128(key.word) << 64 | UInt128(sequence << Self.placeBits)
    if firstIsRunning {
      firstIsRunning = false
      let place = place(of: heap[0])
      timers[place] = timer
      sinkFirst(order | UInt128(place))
    } else {
      let place = newPlace(for: timer)
      heap.append(order)
      raise(order | UInt128(place), from: heap.count &- 1)
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
    vacant.append(UInt32(place(of: heap[0])))
    let last = heap[heap.count &- 1]
    heap.removeLast()
    if heap.count > 0 { fillFirst(last) }
  }

  /// Fills the first place from below and puts a late timer where the hole has come to.
  ///
  /// The last timer belongs near the leaves, so that it is not compared on the way down (Floyd, "Algorithm
  /// 245: Treesort 3", Communications of the ACM 7(12), 1964).
  private mutating func fillFirst(_ order: UInt128) {
    let count = heap.count
    var place = 0
    while true {
      var child = 2 &* place &+ 1
      guard child &+ 1 < count else { break }
      child &+= heap[child &+ 1] < heap[child] ? 1 : 0
      heap[place] = heap[child]
      place = child
    }
    if 2 &* place &+ 1 < count {
      heap[place] = heap[2 &* place &+ 1]
      place = 2 &* place &+ 1
    }
    raise(order, from: place)
  }

  /// Puts a timer in the place of the first and lets it sink to where it belongs.
  private mutating func sinkFirst(_ order: UInt128) {
    let count = heap.count
    var place = 0
    while true {
      var child = 2 &* place &+ 1
      guard child < count else { break }
      if child &+ 1 < count { child &+= heap[child &+ 1] < heap[child] ? 1 : 0 }
      guard heap[child] < order else { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = order
  }

  @inline(__always)
  private mutating func raise(_ order: UInt128, from hole: Int) {
    var place = hole
    while place > 0 {
      let parent = (place &- 1) >> 1
      guard order < heap[parent] else { break }
      heap[place] = heap[parent]
      place = parent
    }
    heap[place] = order
  }

  /// Gives the memory back; the queue is not used afterwards.
  func deallocate() {
    heap.deallocate()
    timers.deallocate()
    vacant.deallocate()
  }
}
