// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// By which rule the repetitions of a results file were added, as the sweep and all later readers say.
@Suite struct RepetitionRuleTests {
  private static let goal = "ci(task.batch.completion) < 0.01 %"

  /// An experiment with the rule in its file, which no point comes to.
  private func command() throws -> Command {
    let command = try Command()
    try command.write(
      SmallExperiment.text.replacing(
        "repetitions: 6",
        with: "until: \(Self.goal)\n  minimum-repetitions: 4\n  maximum-repetitions: 6"),
      to: "ruled.yaml")
    try command.write(SmallExperiment.text, to: "small.yaml")
    return command
  }

  private func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(
    arguments: [
      (["ruled.yaml"], 2), (["ruled.yaml", "--maximum-repetitions", "9"], 3),
      (["ruled.yaml", "--minimum-repetitions", "6"], 1),
      (["small.yaml", "--until", goal, "--maximum-repetitions", "6"], 1),
      (
        [
          "small.yaml", "--until", goal, "--minimum-repetitions", "4", "--maximum-repetitions", "6",
        ], 2
      ),
    ])
  func `is what sweep and compare say alike`(arguments: [String], looks: Int) throws {
    let command = try command()
    let sweep = try command.finish(
      try command.start(["sweep"] + arguments + ["-o", "small.sqlite", "--explain"]))
    #expect(sweep.status == 0, "\(sweep.messages)")
    let compared = try command.run("compare", "small.sqlite", "--explain")
    #expect(compared.status == 0, "\(compared.messages)")
    for answer in [sweep.answer, compared.answer].map(words) {
      #expect(answer.contains("\(Self.goal), with at most \(looks) look"), "\(answer)")
      #expect(looks == 1 || answer.contains("every p is multiplied by \(looks)"))
    }
  }

  @Test func `is not claimed where the number of repetitions is fixed`() throws {
    let command = try command()
    let sweep = try command.run(
      "sweep", "ruled.yaml", "-o", "r.sqlite", "--repetitions", "7",
      "--explain")
    #expect(sweep.status == 0, "\(sweep.messages)")
    let compared = try command.run("compare", "r.sqlite", "--explain")
    #expect(compared.status == 0, "\(compared.messages)")
    for answer in [sweep.answer, compared.answer] {
      #expect(!words(answer).contains("were added by a rule"))
      #expect(!words(answer).contains("every p is multiplied"))
    }
    #expect(try command.run("verify", "r.sqlite").status == 0)
    // Who goes on by the rule has looked.
    _ = try command.run("sweep", "ruled.yaml", "-o", "r.sqlite")
    let ruled = try command.run("compare", "r.sqlite", "--explain")
    #expect(words(ruled.answer).contains("with at most 2 looks"))
  }

  @Test func `is not claimed of parts, which have as many repetitions as was said`() throws {
    let command = try command()
    for part in ["1", "2"] {
      let sweep = try command.run("sweep", "ruled.yaml", "-o", "\(part).db", "--shard", "\(part)/2")
      #expect(sweep.status == 0, "\(sweep.messages)")
    }
    let merged = try command.run("merge", "-o", "all.db", "1.db", "2.db")
    #expect(merged.status == 0, "\(merged.messages)")
    let compared = try command.run("compare", "all.db", "--explain")
    #expect(compared.status == 0, "\(compared.messages)")
    #expect(!words(compared.answer).contains("were added by a rule"))
    // What was added by the rule is another sweep: one label would be wrong for one of the two.
    _ = try command.run("sweep", "ruled.yaml", "-o", "ruled.db")
    let mixed = try command.run("merge", "-o", "mixed.db", "1.db", "ruled.db")
    #expect(mixed.status == 2)
    #expect(mixed.messages.contains("the rule by which its repetitions were added"))
  }
}
