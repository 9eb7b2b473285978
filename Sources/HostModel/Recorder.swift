// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Everything that is counted in a run and decides nothing.
struct Recorder {
  /// What a stalled thread is doing.
  enum StallPart: Int {
    case reclaim
    case lock
    case notifierWait
    case notifierWork
    case retry
  }

  // Teardown.
  var reuseTax: [Int64] = []
  var zombieArea: Int128 = 0
  var zombiePeak: Int64 = 0
  var setAsidePeak: Int64 = 0
  var setAsideDataPeak: Int64 = 0
  var overhead: Int64 = 0
  /// Pages that reserves took at the start.
  var reserved: Int64 = 0
  var nodeAttempts: Int64 = 0
  var nodeFailures: Int64 = 0
  var fallback: Int64 = 0
  var nodeExports: Int64 = 0
  var cleanedPages: Int64 = 0
  var cleanerCPU: Int64 = 0
  var throttled: Int64 = 0
  var pausedInNeed: Int64 = 0
  var destroys: Int64 = 0
  var exports: Int64 = 0
  var imports: Int64 = 0
  var ultravisorBusy: Int64 = 0
  var ultravisorWait: Int64 = 0

  // Tasks.
  var allocated: Int64 = 0
  var stallParts = InlineArray<5, Int64>(repeating: 0)
  /// Lengths of all stalls.
  var stalls = GrowingBuffer<Int64>()
  /// How long each burst was stalled that has had its last page.
  var burstStalls = GrowingBuffer<Int64>()
  /// Stalls of measured tasks: from, to.
  var measuredStalls: [(from: Int64, to: Int64)] = []
  /// Stalls of requests of measured tasks.
  var requestStalls: [Int64] = []
  /// When requests of measured tasks were due that will never complete.
  var unserved: [Int64] = []
  var killedRequests: Int64 = 0
  var reference = ReferenceCounters()
  var arrivals: Int64 = 0
  var releases: Int64 = 0

  // Memory.
  var freeMinimum: Int64 = 0
  var barrenPasses: Int64 = 0
  var barrenPassesBegun: Int64 = 0
  var scannedByKswapd: Int64 = 0
  var stolenByKswapd: Int64 = 0
  var scannedByTasks: Int64 = 0
  var stolenByTasks: Int64 = 0
  var kswapdWakes: Int64 = 0
  var kswapdHopeless: Int64 = 0

  // Out of memory.
  var invocations: Int64 = 0
  var episodes: Int64 = 0
  var callsInEpisode: Int64 = 0
  var lastInvocation: Int64 = -2_000_000_000
  var notifierCalls: Int64 = 0
  var notifierFreed: Int64 = 0
  var notifierShown: Int64 = 0
  var notifierPages: Int64 = 0
  var falseZeros: Int64 = 0
  var held: [Int64] = []
  var kills: Int64 = 0
  var bystanders: Int64 = 0
  var avoidable: Int64 = 0
  var killedMemory: Int64 = 0
  var lostWork: Int64 = 0
  var firstKill: Int64 = -1
  var awaitsRecovery = false
  var recovery: Int64 = .max

  // Policies.
  var asked: Int64 = 0
  var answers = NotifierAnswers()
  var illegal: Int64 = 0
  var infeasible: Int64 = 0
  var replaced: Int64 = 0
  var draws: Int64 = 0
  var cleanerView = CleanerView()

  // What is shown.
  var story = Story()
  var timeline: [TimelineSample] = []
  var useful: [Int64] = []

  /// Gives the memory back; nothing is recorded afterwards.
  func deallocate() {
    stalls.deallocate()
    burstStalls.deallocate()
  }

  /// A request has had its last page.
  @inline(__always)
  mutating func noteLastPage(_ number: Int64, _ now: Int64, _ stall: Int64) {
    reference.requestDigest.absorb(number)
    reference.requestDigest.absorb(now)
    reference.requestDigest.absorb(stall)
    burstStalls.append(stall)
  }

  /// A request is complete.
  @inline(__always)
  mutating func noteRequest(
    _ task: UnsafeMutablePointer<TaskState>, _ thread: UnsafeMutablePointer<ThreadState>,
    now: Int64, faultCost: Int64
  ) {
    let pages = thread.pointee.requestPages
    task.pointee.recent.append(Completion(time: now, allocated: task.pointee.allocated))
    while task.pointee.recent.count > 1,
      task.pointee.recent[1].time <= now &- 2_000_000_000
    {
      task.pointee.recent.removeFirst()
    }
    guard task.pointee.description.isMeasured else { return }
    requestStalls.append(now &- thread.pointee.due &- pages &* faultCost)
    let second = Int((now &- task.pointee.startTime) / 1_000_000_000)
    while task.pointee.perSecond.count <= second { task.pointee.perSecond.append(0) }
    task.pointee.perSecond[second] += pages
  }

  /// A request will never complete.
  mutating func noteUnserved(
    _ thread: UnsafeMutablePointer<ThreadState>, _ task: UnsafeMutablePointer<TaskState>
  ) {
    guard task.pointee.description.isMeasured else { return }
    unserved.append(thread.pointee.due)
  }

  mutating func noteStall(from: Int64, to: Int64, isMeasured: Bool) {
    stalls.append(to &- from)
    if isMeasured { measuredStalls.append((from, to)) }
  }

  mutating func noteOutOfMemory(now: Int64) {
    invocations += 1
    if now - lastInvocation >= 1_000_000_000 {
      episodes += 1
      callsInEpisode = 0
    }
    callsInEpisode += 1
    lastInvocation = now
  }

  mutating func noteKill(
    now: Int64, isAvoidable: Bool, isBystander: Bool, pages: Int64, started: Int64
  ) {
    kills += 1
    if isAvoidable { avoidable += 1 }
    if isBystander { bystanders += 1 }
    killedMemory += pages
    lostWork += now - started
    if firstKill < 0 {
      firstKill = now
      awaitsRecovery = true
    }
  }
}
