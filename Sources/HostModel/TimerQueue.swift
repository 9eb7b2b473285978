/// What will happen by the clock, the earliest first: a binary heap.
///
/// Most events schedule the one after them. So the earliest timer stays in its place while its event
/// runs, and the first timer that the event schedules takes that place: one way down the heap instead
/// of a way down and a way up (Williams, "Algorithm 232: Heapsort", Communications of the ACM 7(6), 1964).
struct TimerQueue {
  private var heap = GrowingBuffer<Timer>()
  /// Whether the event of the first timer runs: the next one to come takes its place.
  private var firstIsRunning = false
  private var sequence: UInt64 = 0

  /// The key of the earliest timer; not to be asked while an event of the queue runs.
  @inline(__always)
  var firstKey: EventKey { heap.count == 0 ? .never : heap[0].key }

  /// Adds a timer; among equal keys the one that was added first comes first.
  @inline(__always)
  mutating func add(_ key: EventKey, _ action: Timer.Action) {
    sequence &+= 1
    let timer = Timer(key: key, sequence: sequence, action: action)
    if firstIsRunning {
      firstIsRunning = false
      sinkFirst(timer)
    } else {
      heap.append(timer)
      raise(timer, from: heap.count &- 1)
    }
  }

  /// The action of the earliest timer, whose event begins.
  @inline(__always)
  mutating func begin() -> Timer.Action {
    firstIsRunning = true
    return heap[0].action
  }

  /// The event of the earliest timer is over.
  @inline(__always)
  mutating func end() {
    guard firstIsRunning else { return }
    firstIsRunning = false
    let last = heap[heap.count - 1]
    heap.removeLast()
    if heap.count > 0 { fillFirst(last) }
  }

  /// Fills the first place from below and puts a late timer where the hole has come to.
  ///
  /// The last timer belongs near the leaves, so that it is not compared on the way down (Floyd, "Algorithm
  /// 245: Treesort 3", Communications of the ACM 7(12), 1964).
  private mutating func fillFirst(_ timer: Timer) {
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
    raise(timer, from: place)
  }

  /// Puts a timer in the place of the first and lets it sink to where it belongs.
  private mutating func sinkFirst(_ timer: Timer) {
    let count = heap.count
    var place = 0
    while true {
      var child = 2 &* place &+ 1
      guard child < count else { break }
      if child &+ 1 < count { child &+= heap[child &+ 1] < heap[child] ? 1 : 0 }
      guard heap[child] < timer else { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = timer
  }

  private mutating func raise(_ timer: Timer, from hole: Int) {
    var place = hole
    while place > 0 {
      let parent = (place &- 1) >> 1
      guard timer < heap[parent] else { break }
      heap[place] = heap[parent]
      place = parent
    }
    heap[place] = timer
  }

  /// Gives the memory back; the queue is not used afterwards.
  func deallocate() { heap.deallocate() }
}
