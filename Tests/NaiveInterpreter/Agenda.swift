// SPDX-License-Identifier: Apache-2.0

/// What is going to happen, in the order of the keys of the model: (time, class, index, sequence).
struct Agenda {
  /// The classes of events, by their rank among events of one instant.
  enum EventClass: Int {
    /// The end of a slot on a CPU: slots are half open, so it comes before all that acts then.
    case rotation = -1
    case life
    case walk
    case cleaner
    case exit
    case kswapd
    case arrival
    case thread
    case bootThread
    case load
    case tick
    case balance
    /// Looks at useful time.
    case sample = 15
  }

  /// One event that has not happened yet.
  struct Entry {
    let time: Int64
    let eventClass: EventClass
    let index: Int
    let sequence: Int
    let action: () -> Void

    func isBefore(_ other: Entry) -> Bool {
      if time != other.time { return time < other.time }
      if eventClass != other.eventClass { return eventClass.rawValue < other.eventClass.rawValue }
      if index != other.index { return index < other.index }
      return sequence < other.sequence
    }
  }

  /// Names an event, so that it can be called off.
  typealias Ticket = Int

  // The latest first, so that the next event is at the end.
  private var entries: [Entry] = []
  private var sequence = 0

  /// When the next event happens, if there is one.
  var nextTime: Int64? { entries.last?.time }

  /// Plans an event.
  mutating func schedule(
    at time: Int64, _ eventClass: EventClass, _ index: Int, _ action: @escaping () -> Void
  ) -> Ticket {
    sequence += 1
    let entry = Entry(
      time: time, eventClass: eventClass, index: index, sequence: sequence, action: action)
    var place = entries.count
    while place > 0, entries[place - 1].isBefore(entry) { place -= 1 }
    entries.insert(entry, at: place)
    return sequence
  }

  /// Calls an event off; one that has happened already is no matter.
  mutating func cancel(_ ticket: Ticket?) {
    guard let ticket, let place = entries.lastIndex(where: { $0.sequence == ticket }) else {
      return
    }
    entries.remove(at: place)
  }

  /// Takes the next event out.
  mutating func removeNext() -> Entry? { entries.popLast() }

  /// Forgets everything.
  mutating func removeAll() { entries = [] }
}
