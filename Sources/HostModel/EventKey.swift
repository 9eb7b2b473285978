// SPDX-License-Identifier: Apache-2.0

/// The order of events: time, then class, then the actor's index, in one word.
///
/// One compare decides; the key is reproducible in any language.
struct EventKey: Comparable {
  /// 47 bits of nanoseconds, 4 bits of class, 12 bits of index.
  var word: UInt64

  @inline(__always)
  init(word: UInt64) { self.word = word }

  @inline(__always)
  init(time: Int64, tie: UInt64) {
    word = UInt64(bitPattern: Swift.min(time, Self.lastTime)) << 16 | tie
  }

  /// Beyond the end of every trial; later instants are as good as this one.
  static var lastTime: Int64 { (1 << 47) - 1 }

  /// Later than every event.
  static var never: EventKey { EventKey(word: .max) }

  @inline(__always)
  var time: Int64 { Int64(bitPattern: word >> 16) }

  @inline(__always)
  static func < (left: Self, right: Self) -> Bool { left.word < right.word }

  /// The last instant at which an actor of this tie acts before this key.
  @inline(__always)
  func lastInstant(of tie: UInt64) -> Int64 { tie < word & 0xFFFF ? time : time - 1 }
}

/// The classes of actors, in the order in which they act at one instant.
enum EventClass: UInt64 {
  case life = 0
  case walk = 1
  case cleaner = 2
  case exit = 3
  case kswapd = 4
  case arrival = 5
  case thread = 6
  case boot = 7
  case load = 8
  case tick = 9
  case balance = 10
  case sample = 15

  /// The tie of the actor with this index.
  func tie(_ index: Int) -> UInt64 {
    precondition(index < 4096, "There are more actors of a kind than keys can hold.")
    return rawValue << 12 | UInt64(index)
  }
}
