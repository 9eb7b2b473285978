// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// Whether a task can begin and complete, as far as the description alone can tell.
public struct TaskProspect: Sendable {
  private let task: TaskDescription
  private let trial: TrialConfiguration
  private let times: EarliestTimes

  /// Looks at a task of a trial.
  public init(_ task: TaskDescription, in trial: TrialConfiguration) {
    self.task = task
    self.trial = trial
    times = EarliestTimes(trial)
  }

  /// Why it never begins, whatever the seed draws; nil where it may.
  public var obstacleToStart: String? {
    guard let start = times.start(task) else {
      guard case .whenFree(let pages, _, _) = task.start else { return nil }
      return "it waits for \(RoundedText.memory(pages.count)) to be free, and there are never more "
        + "than \(RoundedText.memory(times.freeMost))"
    }
    guard start > times.limit else { return nil }
    return "it begins at \(RoundedText.time(start)) at the earliest, and the run is cut off at "
      + RoundedText.time(times.limit)
  }

  /// Why its last request never completes, whatever the seed draws; nil where it may.
  public var obstacleToCompletion: String? {
    switch task.demand {
    case .periodic, .bursts: return "it has no end"
    case .steady, .replay: break
    }
    if let obstacleToStart { return obstacleToStart }
    if let obstacleOfSize { return obstacleOfSize }
    guard let end = times.completion(task), end > times.limit else { return nil }
    let destruction = times.destruction(for: task)
    if destruction > times.limit {
      let pages = MemoryNeed(trial).pagesToDestroy(for: task)
      return "it needs \(RoundedText.memory(pages)) of secure pages, whose destruction takes "
        + "\(RoundedText.time(destruction)) on all CPUs together, and the run is cut off at "
        + RoundedText.time(times.limit)
    }
    return "it takes until \(RoundedText.time(end)) at least, and the run is cut off at "
      + RoundedText.time(times.limit)
  }

  /// Why the host can never give it what it asks for; nil where it may.
  public var obstacleOfSize: String? {
    let need = MemoryNeed(trial)
    guard need.isTooLarge(task) else { return nil }
    return "it comes to hold \(RoundedText.memory(need.held(task))), and the host has "
      + "\(RoundedText.memory(times.freeMost)) beside the kernel and nameless programs"
  }
}
