// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Reports
internal import SweepRunner
internal import TrialExecution

/// How far a submitted sweep has come, for people and for programs.
struct SubmissionReport {
  private let status: SlurmStatus
  private let submission: SlurmSubmission
  private let folder: String

  /// - Parameter folder: the folder as the user named it.
  init(_ status: SlurmStatus, of submission: SlurmSubmission, folder: String) {
    self.status = status
    self.submission = submission
    self.folder = folder
  }

  /// A table of the elements and the merge, and what to do next.
  func text(width: Int) -> String {
    let parts = status.elements + [status.merge]
    let table = TextTable(
      lead: [.init("element", cells: parts.map { $0.element.map(String.init) ?? "merge" })],
      columns: [
        .init("job", cells: parts.map { job(of: $0) ?? "-" }),
        .init("Slurm says", cells: parts.map { $0.state?.text ?? "-" }),
        .init("trials kept", .right, cells: parts.map { "\($0.shard.kept)/\($0.shard.planned)" }),
        .init("failed", .right, cells: parts.map { "\($0.shard.failed)" }),
      ])
    var lines = [
      "\(submission.experiment): \(CountText.of(submission.elementCount, "element"))", "",
    ]
    lines += table.lines(width: width)
    lines.append("")
    lines += parts.compactMap(\.shard.problem)
    lines += advice
    return lines.joined(separator: "\n")
  }

  /// The same with the names that programs like.
  var json: JSONValue {
    .object([
      ("experiment", .text(submission.experiment)), ("folder", .text(submission.folder)),
      ("output", .text(submission.output)), ("elements", .array(status.elements.map(json))),
      ("merge", json(status.merge)), ("missing", numbers(status.missing)),
      ("active", numbers(status.active)), ("slurm_answered", .truth(status.queueProblem == nil)),
    ])
  }

  private var advice: [String] {
    if status.merge.isComplete {
      return ["complete: setaside compare \(ShellWord(submission.output))"]
    }
    let again = "setaside submit \(ShellWord(folder))"
    var lines: [String] = []
    if !status.active.isEmpty {
      lines.append("queued or running: \(ElementRanges(status.active))")
    }
    if !status.missing.isEmpty {
      lines.append("not complete, and nothing works on them: \(ElementRanges(status.missing))")
      // A job that was not seen may still be there.
      lines.append(
        status.queueProblem == nil
          ? "go on with: \(again)" : "once Slurm answers, go on with: \(again)")
    } else if !status.merge.isActive || status.merge.state?.isStuck == true {
      lines.append("the merge has to be submitted again: \(again)")
    } else {
      lines.append("nothing to do: the merge follows")
    }
    return lines
  }

  private func job(of part: SlurmStatus.Part) -> String? {
    part.job.map { number in part.element.map { "\(number)_\($0)" } ?? "\(number)" }
  }

  private func json(_ part: SlurmStatus.Part) -> JSONValue {
    let own: [(name: String, value: JSONValue)] =
      part.element.map { [("element", .integer(Int64($0)))] } ?? []
    return .object(
      own + [
        ("job", job(of: part).map(JSONValue.text) ?? .null),
        ("state", part.state.map { .text($0.word) } ?? .null),
        ("reason", part.state.map { .text($0.reason) } ?? .null),
        ("planned", .integer(Int64(part.shard.planned))),
        ("kept", .integer(Int64(part.shard.kept))),
        ("failed", .integer(Int64(part.shard.failed))),
        ("complete", .truth(part.isComplete)),
        ("problem", part.shard.problem.map(JSONValue.text) ?? .null),
      ])
  }

  private func numbers(_ elements: [Int]) -> JSONValue {
    .array(elements.map { .integer(Int64($0)) })
  }
}
