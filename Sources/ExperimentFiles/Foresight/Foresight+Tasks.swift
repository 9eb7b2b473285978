// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension Foresight {
  /// Tasks that never begin, that ask for more than there is, or that cannot complete in time.
  func taskWarnings() -> [(task: String, warning: ExperimentWarning)] {
    taskNames.compactMap { name in warning(ofTask: name).map { (name, $0) } }
  }

  private var taskNames: [String] {
    var names: [String] = []
    for task in points.flatMap(\.trial.tasks) where !names.contains(task.name) {
      names.append(task.name)
    }
    return names
  }

  /// A task that never begins comes before one that never completes.
  private func warning(ofTask name: String) -> ExperimentWarning? {
    let found = points.compactMap { point in
      point.trial.tasks.first { $0.name == name }.map { (point.trial, $0) }
    }
    guard let (_, task) = found.first else { return nil }
    // What follows from a guest that goes too late is told of the guest.
    guard !isLate(task.start.guest) else { return nil }
    func first(_ reason: (TaskProspect) -> String?) -> (text: String, count: Int)? {
      let reasons = found.compactMap { reason(TaskProspect($0.1, in: $0.0)) }
      return reasons.first.map { ($0, reasons.count) }
    }
    if let never = first(\.obstacleToStart) {
      return ExperimentWarning(
        "the task '\(name)' never begins: \(never.text)\(share(never.count))",
        at: place(of: "tasks.\(name).starts"))
    }
    let key = isWritten("tasks.\(name).replays") ? "replays" : "allocates"
    let place = place(of: "tasks.\(name).\(key)")
    if let size = first(\.obstacleOfSize) {
      return ExperimentWarning(
        "the task '\(name)' can never complete: \(size.text)\(share(size.count))", at: place)
    }
    guard matters(name), task.hasEnd, let late = first(\.obstacleToCompletion) else { return nil }
    return ExperimentWarning(
      "the task '\(name)' can never complete: \(late.text)\(share(late.count))", at: place)
  }

  /// Whether the end of a task is asked about, or ends the run.
  private func matters(_ name: String) -> Bool {
    if (measure + judgedMetrics).contains("task.\(name).completion") { return true }
    return points.contains { $0.trial.ending == .everythingDone }
  }
}

extension TaskDescription {
  /// Whether it completes by itself.
  fileprivate var hasEnd: Bool {
    switch demand {
    case .steady, .replay: true
    case .periodic, .bursts: false
    }
  }
}

extension TaskDescription.Start {
  /// The guest that is waited for.
  var guest: String? {
    switch self {
    case .at: nil
    case .after(let guest, _, _): guest
    case .whenFree(_, let guest, _): guest
    }
  }
}
