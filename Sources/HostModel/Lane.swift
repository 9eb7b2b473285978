// SPDX-License-Identifier: Apache-2.0

/// What an actor is.
enum LaneKind: UInt8 {
  case walk
  case cleaner
  case exit
  case kswapd
  case thread
  case boot
  case load
}

/// What an act of an actor does while nothing is decided; the bulk step knows each in closed form.
enum PlainAct: UInt8 {
  /// Nothing: every act decides.
  case none
  /// A walk sets a page aside.
  case setAside
  /// A walk or an exit gives a page back.
  case giveBack
  /// A walk of a reboot converts a page that stays.
  case convertInPlace
  /// A cleaner or a requester cleans and frees a set-aside page.
  case clean
  /// A cleaner cleans a page of an earlier boot.
  case cleanZombie
  /// kswapd frees a page of the page cache.
  case reclaim
  /// A thread takes a page.
  case take
  /// The next boot touches a clean page.
  case touch
  /// The next boot touches a page of an earlier one.
  case touchZombie
}

/// An actor as the bulk step sees it: when its current item ends, what each further one costs, and
/// how many acts from now on are plain.
struct Lane {
  let kind: LaneKind
  /// Its place in the state of its kind.
  let owner: Int32
  /// Class and index, for the order of events.
  let tie: UInt64

  /// When the current item ends; `Int64.max` off the CPUs.
  var next: Int64 = .max
  /// What each plain item after the current one takes of CPU time.
  var cost: Int64 = 1
  /// What the current item costs by itself, without what an actor owes on top.
  var itemCost: Int64 = 0
  /// How many acts from now on are plain and leave the cost as it is.
  var left: Int64 = 0
  /// Plain acts that are done but not in the books yet.
  var unbooked: Int64 = 0
  /// Bound of this bulk step; scratch of the main loop.
  var bound: Int64 = 0
  /// The guest whose progress the plain acts count, or -1.
  var counted: Int32 = -1
  /// What the plain acts do.
  var act: PlainAct = .none
  /// What a plain act does to free memory: -1, 0 or +1 pages.
  var flow: Int8 = 0
  /// Whether plain acts empty nodes, which are then free as well; its cleaner knows which.
  var emptiesNodes = false
  /// Whether nothing but free memory can end the plain acts sooner.
  var isForeseen = false

  /// The CPU it is on, or -1.
  var cpu: Int32 = -1
  /// The CPU it was last on, or -1.
  var lastCPU: Int32 = -1
  /// Its place among the running lanes, or -1.
  var place: Int32 = -1
  /// Whether it works without interruption.
  var isLinear = true
  /// Whether it gives way after its next act.
  var mustYield = false
  /// Whether it is one of the callers of the Ultravisor now.
  var isCaller = false
  /// Where its slot's working part begins in the period of its ring.
  var offset: Int64 = 0
  /// How long the working part of its slot is.
  var quantum: Int64 = 1
  /// The supply, since the ring's origin, at which the current item ends.
  var target: Int64 = 0
  /// CPU weight, 100 being normal.
  var weight: Int32 = 100
  /// Grows with each wake-up that is no longer awaited.
  var generation: UInt32 = 0
  /// What its item began with that is still to be paid on entering.
  var need: Int64 = 0
  /// When it last came to a CPU.
  var cameAt: Int64 = 0
  /// How long it has been on CPUs, at work or waiting for its turn, up to when it last left.
  var runnable: Int64 = 0
  /// CPU time that it has had, up to when its ring was last laid out; see `cpuTimeHad`.
  var worked: Int64 = 0
  /// What `supply` said when its ring was last laid out; under the fair scheduler when it began to work.
  var supplyAtLayout: Int64 = 0

  init(kind: LaneKind, owner: Int32, tie: UInt64) {
    self.kind = kind
    self.owner = owner
    self.tie = tie
  }

  /// Whether anything but its own work bounds how many acts are plain.
  @inline(__always)
  var isBounded: Bool { flow != 0 || counted >= 0 }

  @inline(__always)
  var key: EventKey { EventKey(time: next, tie: tie) }

  /// The key of its next act after so many plain ones, if it works without interruption and is foreseen.
  @inline(__always)
  func key(after acts: Int64) -> EventKey { EventKey(time: next &+ acts &* cost, tie: tie) }
}
