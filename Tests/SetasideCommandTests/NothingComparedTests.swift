// SPDX-License-Identifier: Apache-2.0

import SampleExperiments
import Testing

/// A sweep about nothing is told of before it is run and above what it gives.
@Suite struct NothingComparedTests {
  private func text(
    _ changes: [(String, String)] = [], compare: String = "minimize: [task.batch.completion]",
    repetitions: Int = 7
  ) -> String {
    var scene = SampleExperiment.scene()
    for (old, new) in changes {
      #expect(scene.contains(old), "\(old) is not in the scene")
      scene = scene.replacing(old, with: new)
    }
    return """
      \(scene)
      sweep:
        grid: { policies.oom-notifier: [none, { use: wait-for-quota, pages: 256 }] }
        repetitions: \(repetitions)
      measure: [task.batch.completion, oom.kills]
      compare: { baseline: { policies.oom-notifier: none }, \(compare) }
      until: 30 s

      """
  }

  private func command(_ text: String) throws -> Command {
    let command = try Command()
    try command.write(text, to: "small.yaml")
    return command
  }

  @Test func `check counts its warnings and still is no fault`() throws {
    let sound = try command(text()).run("check", "small.yaml")
    #expect(sound.status == 0)
    #expect(sound.messages == "")
    #expect(sound.answer.hasPrefix("small.yaml: no fault; 2 points"))
    let found = try command(text([(" teardown: lazy-shutdown,", "")])).run("check", "small.yaml")
    #expect(found.status == 0)
    #expect(found.messages.contains("warning: 'policies.oom-notifier' changes nothing"))
    #expect(found.answer.hasPrefix("small.yaml: no fault, 1 warning; 2 points"))
  }

  @Test func `check and a dry run say what the repetitions can show`() throws {
    let few = try command(text(compare: "require: P(oom.kills > 0) <= 1 %", repetitions: 4))
    for arguments in [["check", "small.yaml"], ["sweep", "small.yaml", "--dry-run"]] {
      let output = try few.finish(try few.start(arguments))
      #expect(output.messages.contains("small.yaml:9:3: warning: 'repetitions': 4 pairs of runs"))
      #expect(output.messages.contains("warning: 'require': 4 runs of a choice cannot show"))
    }
    let preview = try few.run("sweep", "small.yaml", "--dry-run", "--repetitions", "700")
    #expect(preview.messages == "")
    #expect(preview.answer.contains("What these repetitions can show"))
    #expect(preview.answer.contains("700 pairs of runs in a family of 2 tests"))
    #expect(preview.answer.contains("700 runs of a choice can show P(oom.kills"))
  }

  @Test func `a sweep in which no policy was asked leads with that`() throws {
    let command = try command(text([("640 MiB", "128 MiB")]))
    let lead = "Nothing is compared: no policy was asked in any run about what differs"
    let swept = try command.run("sweep", "small.yaml")
    #expect(swept.status == 0)
    #expect(swept.messages.contains("memory cannot run short"))
    #expect(swept.answer.hasPrefix(lead), "\(swept.answer)")
    #expect(!swept.answer.contains("equivalent in"))
    let compared = try command.run("compare", "results/small.sqlite")
    #expect(compared.answer.hasPrefix(lead))
    let table = try command.run(
      "compare", "results/small.sqlite", "--csv", "--table", "comparisons")
    #expect(table.messages.contains("results/small.sqlite: note: \(lead)"))
    #expect(table.answer.contains("not compared"))
  }

  @Test func `a task that never began leads the report of a sweep and of a run`() throws {
    let command = try command(text([("uniform: [0 s, 100 ms]", "uniform: [31 s, 40 s]")]))
    let swept = try command.run("sweep", "small.yaml")
    #expect(swept.answer.hasPrefix("Nothing is compared: the task 'batch' never began in any run."))
    #expect(swept.messages.contains("warning: the task 'batch' never begins"))
    let run = try command.run("run", "small.yaml")
    #expect(run.answer.split(separator: "\n")[2] == "The task 'batch' never began.")
  }

  @Test func `a run in which no policy was asked says so`() throws {
    let command = try command(text([(" protected: true,", "")]))
    let run = try command.run("run", "small.yaml")
    #expect(run.answer.split(separator: "\n")[2] == "No policy was asked in this run.")
  }

  @Test func `a sweep without verdicts says how to ask for them`() throws {
    let text = text().split(separator: "\n").filter {
      !$0.hasPrefix("compare") && !$0.hasPrefix("measure")
    }.joined(separator: "\n")
    let swept = try command(text).run("sweep", "small.yaml")
    #expect(swept.answer.contains("Nothing is compared, because nothing is asked: 'compare:"))
    #expect(!swept.answer.contains("guest.db.downtime"))
  }

  @Test func `a value of no trial is refused at its place`() throws {
    let text = text().replacing(
      "policies.oom-notifier: [", with: "sweep.seed: [1, 2], host.cpus: ["
    )
    .replacing("[none, { use: wait-for-quota, pages: 256 }]", with: "[1, 2]")
    .replacing("host.cpus: [none, { use: wait-for-quota, pages: 256 }]", with: "host.cpus: [1, 2]")
    let checked = try command(text).run("check", "small.yaml")
    #expect(checked.status == 2)
    #expect(
      checked.messages.contains("small.yaml:8:11: error: 'sweep.seed' is not a value of a trial"))
  }
}
