// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct CommandTests {
  private func object(_ output: Command.Output) throws -> [String: Any] {
    let parsed = try JSONSerialization.jsonObject(with: Data(output.answer.utf8))
    return try #require(parsed as? [String: Any])
  }

  @Test func `runs one trial, the same in every process`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let first = try command.run("run", "small.yaml", "--json")
    let second = try command.run("run", "small.yaml", "--json")
    #expect(first.status == 0)
    #expect(first.messages.isEmpty)
    #expect(first.answer == second.answer)
    let other = try command.run("run", "small.yaml", "--json", "--repetition", "1")
    #expect(try object(first)["digest"] as? String != object(other)["digest"] as? String)
    #expect(try object(first)["seed"] as? String == "7")
    let seeded = try command.run("run", "small.yaml", "--json", "--seed", "8")
    #expect(try object(seeded)["seed"] as? String == "8")
    let text = try command.run("run", "small.yaml", "--point", "1", "-s", "host.cpus=2")
    for part in [
      "small, point 1 of 2 (wait-for-quota pages=256): done after", "Memory over time",
      "What happened", "task.batch.completion", "Marks and floors", "Costs (each with its range",
      "Policies",
    ] {
      #expect(text.answer.contains(part))
    }
  }

  @Test func `checks, shows and lists`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let checked = try command.run("check", "small.yaml")
    #expect(checked.status == 0)
    #expect(
      checked.answer
        == "small.yaml: no fault, 2 warnings; 2 points, 6 repetitions of each that draws\n")
    let shown = try command.run("show", "small.yaml", "-s", "host.cpus=2")
    #expect(shown.answer.contains("# command line:1"))
    let trials = try command.run("show", "small.yaml", "--trials")
    #expect(trials.answer.split(separator: "\n").count == 2 + 12)
    let metrics = try command.run("metrics", "stall.request.max")
    #expect(metrics.answer.hasPrefix("stall.request.max (ns, lower is better, margin 5 %"))
    #expect(!metrics.answer.contains("the same"))
    #expect(try command.run("metrics").answer.contains("\nguest.*.time-to-free ("))
    let policies = try command.run("policies")
    #expect(policies.answer.contains("  wait-for-quota"))
    let one = try command.run("policies", "wait-for-quota")
    #expect(one.answer.contains("timeout: 100 ms by default"))
  }

  @Test func `shows what can be checked again`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let shown = try command.run("show", "small.yaml")
    try command.write(shown.answer, to: "shown.yaml")
    let original = try object(try command.run("run", "small.yaml", "--json"))
    let again = try object(try command.run("run", "shown.yaml", "--seed", "7", "--json"))
    #expect(again["digest"] as? String == original["digest"] as? String)
  }

  @Test func `answers when it is asked for help`() throws {
    let command = try Command()
    for arguments in [[], ["--help"], ["bench"], ["help", "sweep"], ["run", "--help"]] {
      let output = try command.finish(try command.start(arguments))
      #expect(output.status == 0)
      #expect(output.answer.contains("USAGE: setaside"))
      #expect(output.messages.isEmpty)
    }
  }

  @Test func `prints the line of the reference workload`() throws {
    let output = try Command().run(
      "bench", "reference", "--pages", "65536", "--seed", "3", "--mode", "1", "--json")
    #expect(output.status == 0)
    let line = try object(output)
    #expect(line["impl"] as? String == "setaside")
    #expect(line["G"] as? Int == 65_536)
  }

  @Test func `measures what it costs to keep a trial, and leaves nothing behind`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let output = try command.run(
      "bench", "durable", "small.yaml", "--trials", "8", "--rounds", "1", "--json")
    #expect(output.status == 0, "\(output.messages)")
    let line = try object(output)
    // Four repetitions of two points; the first of each is the start that is taken off.
    #expect(line["trials"] as? Int == 6)
    #expect(line["unkept-us"] as? Double ?? 0 > 0)
    #expect(line["ratio"] as? Double == line["ratio-least"] as? Double)
    #expect(try command.contents() == ["small.yaml"])
  }

  @Test func `records a command that an experiment can replay`() throws {
    let command = try Command()
    let recorded = try command.run(
      "record", "-o", "trace.csv", "--interval", "5ms", "--", "sh", "-c", "sleep 0.1; exit 3")
    #expect(recorded.status == 3)
    #expect(recorded.answer.isEmpty)
    let text = SmallExperiment.text.replacing(
      "allocates: 640 MiB, rate: 4 GiB/s", with: "replays: trace.csv")
    try command.write(text, to: "small.yaml")
    let run = try command.run("run", "small.yaml")
    #expect(run.status == 0, "\(run.messages)")
  }
}
