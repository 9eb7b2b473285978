// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What is told to somebody who submits; SweepRunnerTests has what is told to Slurm.
@Suite struct SubmitTests {
  /// A folder without any program, so that no cluster is reached from a test.
  private static let nowhere = "/nonexistent"

  private func run(_ command: Command, _ arguments: String...) throws -> Command.Output {
    try command.finish(try command.start(arguments, searchPath: Self.nowhere))
  }

  private func command() throws -> Command {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    return command
  }

  @Test(
    arguments: [
      (["submit", "small.yaml"], "error: expected an engine to submit to: --slurm"),
      (["submit", "small.yaml", "--slurm"], "error: expected '--array', the number of shards"),
      (["submit", "small.yaml", "--slurm", "--array", "0"], "'--array': expected 1...100000"),
      (
        ["submit", "small.yaml", "--slurm", "--array", "13"],
        "error: '--array': expected 1...12, as the sweep has 12 trials, found 13"
      ),
      (
        ["submit", "small.yaml", "--slurm", "--array", "2", "--", "--array=4"],
        "'--array=4': setaside sets this option of sbatch itself"
      ),
      (
        ["submit", "small.yaml", "--slurm", "--array", "2", "--", "-dsingleton"],
        "'-dsingleton': setaside sets this option of sbatch itself"
      ),
      (
        ["submit", "small.yaml", "--slurm", "--array", "2", "--timeout", "5"],
        "the unit is missing: expected '5 s' or '5 min'"
      ),
      (
        ["submit", "small.yaml", "--slurm", "--array", "2", "--at-once", "0"],
        "'--at-once': expected 1...100000, found 0"
      ),
      (
        ["submit", "small.yaml", "--slurm", "--array", "2", "-o", "gone/x.sqlite"],
        "gone/x.sqlite: error: the folder for this file does not exist; make it with: mkdir -p gone"
      ),
      (["submit", "missing.yaml", "--slurm", "--array", "2"], "missing.yaml"),
      (["submit", ".", "--array", "2"], "'.' is a folder that was submitted: "),
      (["submit", "."], "is no folder of a submission: it holds no 'submission.json'"),
      (["status", "small.yaml"], "is no folder of a submission"),
      (["status"], "Missing expected argument '<folder>'"),
    ])
  func `bad input ends with 2 and writes nothing`(arguments: [String], message: String) throws {
    let command = try command()
    let output = try command.finish(try command.start(arguments, searchPath: Self.nowhere))
    #expect(output.status == 2)
    #expect(output.answer.isEmpty)
    #expect(output.messages.contains(message), "\(output.messages)")
    #expect(try command.contents() == ["small.yaml"])
  }

  @Test func `limits and the throttle are of the first submission already, and can be changed`()
    throws
  {
    let command = try command()
    let first = try run(
      command, "submit", "small.yaml", "--slurm", "--array", "6", "--at-once", "2", "--timeout",
      "90 s", "--memory-limit", "512 MiB", "--folder", "f", "--dry-run")
    #expect(first.status == 0, "\(first.messages)")
    #expect(first.answer.contains("--array=1-6%2 "))
    let script = command.folder.appending(path: "f/element.sh")
    let text = try String(contentsOf: script, encoding: .utf8)
    #expect(text.contains("--timeout '90 s' --memory-limit '512 MiB'"))
    let kept = try run(command, "submit", "f", "--dry-run")
    #expect(kept.answer.contains("--array=1-6%2 "), "\(kept)")
    let wider = try run(command, "submit", "f", "--dry-run", "--at-once", "5")
    #expect(wider.answer.contains("--array=1-6%5 "))
    // The same experiment by another path is the same.
    let other = try run(
      command, "submit", "./small.yaml", "--slurm", "--array", "6", "--folder", "f", "--dry-run")
    #expect(other.status == 0, "\(other.messages)")
  }

  @Test func `a dry run writes everything and prints the commands`() throws {
    let command = try command()
    let output = try run(
      command, "submit", "small.yaml", "--slurm", "--array", "3", "--folder", "my run", "--dry-run",
      "--", "--time=1:00:00")
    #expect(output.status == 0, "\(output.messages)")
    let lines = output.answer.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.hasPrefix("sbatch ") && $0.contains(" --time=1:00:00 ") })
    #expect(lines.first?.contains(" --array=1-3 ") == true)
    #expect(lines.last?.contains(" --dependency=afterok:JOB ") == true)
    let folder = command.folder.appending(path: "my run").path
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
        "element.sh", "experiment.sources", "logs", "merge.sh", "shards", "submission.json",
      ])
  }

  @Test func `without Slurm it says what it looked for`() throws {
    let command = try command()
    let output = try run(command, "submit", "small.yaml", "--slurm", "--array", "3")
    #expect(output.status == 1)
    #expect(
      output.messages.contains(
        "' is in none of the folders of PATH (\(Self.nowhere)); submit on a machine of the cluster")
    )
    let status = try run(command, "status", "results/small.slurm")
    #expect(status.status == 0)
    #expect(status.messages.contains("note: so the states of the jobs are not known"))
    #expect(
      status.answer == """
        small: 3 elements

        element  job  Slurm says  trials kept  failed
        -------  ---  ----------  -----------  ------
        1        -    -                   0/4       0
        2        -    -                   0/4       0
        3        -    -                   0/4       0
        merge    -    -                  0/12       0

        not complete, and nothing works on them: 1-3
        once Slurm answers, go on with: setaside submit results/small.slurm

        """)
  }

  @Test func `an edit after the submission cannot matter`() throws {
    let command = try command()
    let arguments = ["submit", "small.yaml", "--slurm", "--array", "2", "--dry-run"]
    func submit(_ arguments: [String]) throws -> Command.Output {
      try command.finish(try command.start(arguments, searchPath: Self.nowhere))
    }
    #expect(try submit(arguments).status == 0)
    #expect(try submit(arguments).status == 0)
    try command.write(SmallExperiment.text + "\n# edited\n", to: "small.yaml")
    let edited = try submit(arguments)
    #expect(edited.status == 2)
    #expect(
      edited.messages.contains("was submitted before the experiment or its settings were edited"))
    #expect(try submit(["submit", "results/small.slurm", "--dry-run"]).status == 0)
    try command.write("nonsense: [", to: "small.yaml")
    #expect(try run(command, "status", "results/small.slurm").status == 0)
  }

  @Test func `a folder that is not there is not called an empty one`() throws {
    let output = try run(command(), "status", "results/none.slurm")
    #expect(output.status == 2)
    #expect(output.messages.hasSuffix("results/none.slurm: error: does not exist\n"))
  }

  @Test func `tells from the file of an element whether it is complete`() throws {
    let command = try command()
    _ = try run(command, "submit", "small.yaml", "--slurm", "--array", "1", "--dry-run")
    let before = try run(command, "status", "results/small.slurm", "--element", "1")
    #expect(before.status == 1)
    #expect(before.answer == "element 1: 0 of 12 trials kept, 0 failed\n")
    let swept = try run(
      command, "sweep", "results/small.slurm/experiment.sources", "-o",
      "results/small.slurm/shards/1.sqlite")
    #expect(swept.status == 0, "\(swept.messages)")
    let after = try run(command, "status", "results/small.slurm", "--element", "1")
    #expect(after.status == 0)
    #expect(after.answer == "element 1: 12 of 12 trials kept, 0 failed\n")
    #expect(try run(command, "status", "results/small.slurm", "--element", "2").status == 2)
    let json = try run(command, "status", "results/small.slurm", "--json").answer
    let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(parsed?["missing"] as? [Int] == [])
    #expect((parsed?["merge"] as? [String: Any])?["complete"] as? Bool == false)
  }

  private func children(of parent: Int32) throws -> [Int32] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter {
      let status = try? String(contentsOfFile: "/proc/\($0)/status", encoding: .utf8)
      return status?.contains("\nPPid:\t\(parent)\n") == true
    }
  }

  @Test func `a signal to every process of a job fails no trial`() throws {
    let command = try command()
    let process = try command.start(
      ["sweep", "small.yaml", "-o", "long.sqlite", "--repetitions", "400", "--jobs", "2"])
    let file = command.folder.appending(path: "long.sqlite").path
    var workers: [Int32] = []
    for _ in 0..<500 where process.isRunning {
      Thread.sleep(forTimeInterval: 0.02)
      workers = try children(of: process.processIdentifier)
      if workers.count == 2, FileManager.default.fileExists(atPath: file) { break }
    }
    try #require(workers.count == 2)
    // Workers first, as the worst order is.
    Thread.sleep(forTimeInterval: 0.5)
    for worker in workers { kill(worker, SIGTERM) }
    Thread.sleep(forTimeInterval: 0.1)
    process.terminate()
    let output = try command.finish(process)
    #expect(output.status == 130, "\(output.messages)")
    #expect(!output.messages.contains("crashed"), "\(output.messages)")
  }
}
