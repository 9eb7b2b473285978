// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import TrialExecution

/// What did not happen in a single run, so that nobody takes its numbers for more than they are.
enum EmptyTrial {
  /// One sentence for each thing; none where policies were asked and all tasks did their work.
  static func sentences(_ trial: ExecutedTrial, _ configuration: TrialConfiguration) -> [String] {
    var sentences: [String] = []
    func isZero(_ metric: String) -> Bool { trial.value(of: metric)?.integer == 0 }
    if isZero("policy.asked") {
      sentences.append("No policy was asked in this run.")
    } else if isZero("notifier.calls"),
      configuration.oomNotifier.name
        != TrialConfiguration(host: configuration.host).oomNotifier.name
    {
      let why = isZero("oom.invocations") ? "memory never ran out" : "no guest was being torn down"
      sentences.append(
        "No OOM notifier was asked in this run, not '\(configuration.oomNotifier.name)': \(why)."
      )
    }
    for task in configuration.tasks {
      guard case .undefined(let reason) = trial.value(of: "task.\(task.name).completion") else {
        continue
      }
      switch reason {
      case "never began": sentences.append("The task '\(task.name)' never began.")
      case "killed": sentences.append("The task '\(task.name)' was killed.")
      case "not before the end of the run":
        sentences.append("The task '\(task.name)' was not done at the end of the run.")
      default: break
      }
    }
    return sentences
  }
}
