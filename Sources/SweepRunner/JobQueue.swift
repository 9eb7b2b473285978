// SPDX-License-Identifier: Apache-2.0

/// The trials that are to be run, those that are handed out, and those that are done.
struct JobQueue {
  /// How much work is handed out at once: enough that no worker waits for the runner.
  private static let batch: Duration = .milliseconds(30)
  private static let batchMax = 8_192
  /// How much the last trial of a point says about its next one.
  private static let weight = 0.3

  /// All trials, by their ordinal.
  private(set) var jobs: [SweepJob] = []
  /// How many of them are done.
  private(set) var doneCount = 0
  private var isDone: [Bool] = []
  private var next = 0
  /// Trials that came back from a worker, the first to be run last in the list.
  private var returned: [Int] = []
  private var secondsOfPoints: [Double?] = []
  private var meanSeconds: Double?

  /// Whether every trial is done.
  var isComplete: Bool { doneCount == jobs.count }

  /// Whether nothing is left to hand out.
  var isExhausted: Bool { next == jobs.count && returned.isEmpty }

  /// Adds trials behind all others.
  mutating func add(_ more: [SweepJob]) {
    jobs += more
    isDone += [Bool](repeating: false, count: more.count)
    let pointMax = more.map(\.point).max() ?? 0
    while secondsOfPoints.count <= pointMax { secondsOfPoints.append(nil) }
  }

  /// Takes out a batch of trials: one as long as nobody knows how long they are.
  ///
  /// - Parameter queued: what the worker already has.
  mutating func take(beside queued: some Sequence<Int>) -> [Int] {
    let goal = Self.batch / .seconds(1)
    var seconds = queued.reduce(0) { $0 + self.seconds(of: $1) }
    var batch: [Int] = []
    while seconds < goal, batch.count < Self.batchMax, let ordinal = pop() {
      batch.append(ordinal)
      seconds += self.seconds(of: ordinal)
    }
    return batch
  }

  /// Whether a worker with these trials left is about to run out of them.
  func isShort(_ queued: some Sequence<Int>) -> Bool {
    let enough = Self.batch / .seconds(1) / 2
    var seconds = 0.0
    for ordinal in queued {
      seconds += self.seconds(of: ordinal)
      if seconds >= enough { return false }
    }
    return true
  }

  /// Takes trials back, to be handed out before all others.
  mutating func giveBack(_ ordinals: [Int]) { returned += ordinals.reversed() }

  /// Notes that a trial is done; false if it was already, or is none.
  mutating func finish(_ ordinal: Int, seconds: Double? = nil) -> Bool {
    guard isDone.indices.contains(ordinal), !isDone[ordinal] else { return false }
    isDone[ordinal] = true
    doneCount += 1
    if let seconds { learn(seconds, point: jobs[ordinal].point) }
    return true
  }

  /// Whether there is such a trial and it is not done.
  func isPending(_ ordinal: Int) -> Bool { isDone.indices.contains(ordinal) && !isDone[ordinal] }

  private mutating func pop() -> Int? {
    while let ordinal = returned.popLast() {
      if !isDone[ordinal] { return ordinal }
    }
    guard next < jobs.count else { return nil }
    defer { next += 1 }
    return next
  }

  private func seconds(of ordinal: Int) -> Double {
    secondsOfPoints[jobs[ordinal].point] ?? meanSeconds ?? .infinity
  }

  private mutating func learn(_ seconds: Double, point: Int) {
    func mixed(_ old: Double?) -> Double {
      old.map { $0 + Self.weight * (seconds - $0) } ?? seconds
    }
    secondsOfPoints[point] = mixed(secondsOfPoints[point])
    meanSeconds = mixed(meanSeconds)
  }
}
