// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import TrialExecution

/// What the policies of one run were asked, and what they answered.
struct PolicyAccount: Sendable {
  private let trial: ExecutedTrial
  private let configuration: TrialConfiguration

  init(_ trial: ExecutedTrial, _ configuration: TrialConfiguration) {
    self.trial = trial
    self.configuration = configuration
  }

  private var answers: [(name: String, words: String, count: Int64)] {
    let answers = trial.result.notifierAnswers
    return [
      ("nothing", "did nothing", answers.nothing),
      ("cleaned", "let the requester clean pages", answers.cleaned),
      ("waited", "let it wait for pages", answers.waited),
      ("slept", "let it sleep", answers.slept),
      ("aborted", "called the kill off", answers.aborted),
    ]
  }

  /// The sentences; none where no policy was asked.
  var sentences: [String] {
    guard let asked = trial.value(of: "policy.asked")?.integer, asked > 0 else { return [] }
    let calls = trial.result.notifierAnswers.total
    let others = asked - calls
    var sentences: [String] = []
    if calls > 0 {
      let counts = answers.filter { $0.count > 0 }.map {
        "\($0.words) \(CountText.of(Int($0.count), "time"))"
      }
      sentences.append(
        "the OOM notifier '\(configuration.oomNotifier.name)' was asked "
          + "\(CountText.of(Int(calls), "time")): it \(counts.joined(separator: ", "))"
          + (held.map { "; \($0)" } ?? ""))
    }
    if others > 0 {
      sentences.append(
        "policies of allocation failures and of cleaners were asked \(CountText.of(Int(others), "time"))"
      )
    }
    return sentences
  }

  /// For how long requesters held `oom_lock` while notifiers were asked.
  private var held: String? {
    guard let total = trial.value(of: "notifier.held.total")?.integer,
      let most = trial.value(of: "notifier.held.max")?.integer
    else { return nil }
    func text(_ value: Int64) -> String { DisplayUnit.text(Double(value), .nanoseconds) }
    return "oom_lock was held for \(text(total)) in all, \(text(most)) at once at most"
  }

  /// The counts for machines.
  var json: JSONValue {
    .object(answers.map { ($0.name, .integer($0.count)) })
  }
}
