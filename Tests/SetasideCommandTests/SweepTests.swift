// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct SweepTests {
  @Test func `gives the same with one job and with two, in processes of their own`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let one = try command.run("sweep", "small.yaml", "--jobs", "1", "-o", "one.sqlite", "--explain")
    let two = try command.run("sweep", "small.yaml", "--jobs", "2", "-o", "two.sqlite", "--explain")
    #expect(one.status == 0)
    #expect(one.messages.contains("12 trials run"))
    #expect(one.answer == two.answer)
    #expect(one.answer.contains("Findings"))
    #expect(one.answer.contains("Costs (each with its range"))
    let json = try command.run("sweep", "small.yaml", "-o", "one.sqlite", "--json")
    let other = try command.run("sweep", "small.yaml", "-o", "two.sqlite", "--json")
    #expect(json.messages.contains("0 trials run"))
    #expect(json.messages.contains("12 were there already"))
    #expect(json.answer == other.answer)
    let parsed = try JSONSerialization.jsonObject(with: Data(json.answer.utf8))
    #expect((parsed as? [String: Any])?["points"] as? [Any] != nil)
  }

  @Test func `says what is required, what is best, and what its figures mean`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let output = try command.run("sweep", "small.yaml", "--explain")
    let answer = output.answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(answer.contains("Required: P(oom.kills > 0) <= 1 %"))
    #expect(answer.contains("none 6 of 6 [48, 100] % violated"))
    #expect(answer.contains("wait-for-quota pages=256 0 of 6 [0, 52] % not shown 437"))
    #expect(answer.contains("Not considered, because of P(oom.kills > 0) <= 1 %: none (in 6 of 6"))
    #expect(answer.contains("is not shown by 0 of 6 runs; 437 such runs would show it, if they"))
    #expect(answer.contains("corrected by Holm over each family of tests (all 2)"))
    #expect(answer.contains("* oom.kills: victims marked by the OOM killer"))
  }

  @Test func `names the choices that no other one beats in every respect`() throws {
    let command = try Command()
    let text = SmallExperiment.text
      .replacing(
        "minimize: [task.batch.completion]", with: "pareto: [task.batch.completion, stall.total]"
      )
      .replacing("  require: \"P(oom.kills > 0) <= 1 %\"\n", with: "")
      .replacing("measure: [task.batch.completion, oom.kills]", with: "measure: [oom.kills]")
    try command.write(text, to: "small.yaml")
    let output = try command.run("sweep", "small.yaml", "--explain")
    let answer = output.answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(answer.contains("of 2 choices are beaten by none, by their means: "))
  }

  @Test func `keeps results where the help says, and the file alone`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let output = try command.run("sweep", "small.yaml", "--repetitions", "1")
    #expect(output.status == 0)
    #expect(output.messages.contains("results in results/small.sqlite"))
    let results = command.folder.appending(path: "results").path
    #expect(try FileManager.default.contentsOfDirectory(atPath: results) == ["small.sqlite"])
  }

  @Test func `stops at Ctrl-C with a file that goes on`() throws {
    let command = try Command()
    let long = SmallExperiment.text.replacing("repetitions: 6", with: "repetitions: 500")
    try command.write(long, to: "small.yaml")
    let process = try command.start(["sweep", "small.yaml", "-o", "long.sqlite"])
    let file = command.folder.appending(path: "long.sqlite").path
    while process.isRunning, !FileManager.default.fileExists(atPath: file) {
      Thread.sleep(forTimeInterval: 0.01)
    }
    // Longer than a finished trial waits to be kept.
    Thread.sleep(forTimeInterval: 2)
    process.interrupt()
    let output = try command.finish(process)
    #expect(output.status == 130)
    #expect(output.answer.hasPrefix("PARTIAL: "))
    #expect(output.messages.contains("interrupted: "))
    try command.write(SmallExperiment.text, to: "small.yaml")
    let again = try command.run("sweep", "small.yaml", "-o", "long.sqlite")
    #expect(again.status == 0)
    #expect(again.messages.contains("were there already"))
  }
}
