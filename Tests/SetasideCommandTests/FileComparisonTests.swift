// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

/// Two results files beside each other.
@Suite struct FileComparisonTests {
  /// Two sweeps of the small experiment, the second with other settings.
  private func files(_ settings: [String] = []) throws -> Command {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    for (name, settings) in [("a.sqlite", []), ("b.sqlite", settings)] {
      let process = try command.start(["sweep", "small.yaml", "-o", name] + settings)
      let output = try command.finish(process)
      #expect(output.status == 0, "\(output.messages)")
    }
    return command
  }

  private func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func `of the same sweep do not differ`() throws {
    let command = try files()
    let output = try command.run("compare", "a.sqlite", "b.sqlite")
    #expect(output.status == 0, "\(output.messages)")
    #expect(output.messages.isEmpty)
    let answer = words(output.answer)
    #expect(answer.contains("12 pairs of equal trials (values and seed) at 2 points:"), "\(answer)")
    #expect(answer.contains("Changed nothing that trials were run with."))
    #expect(answer.contains("Result every pair has the same in all "))
    let csv = try command.run("compare", "a.sqlite", "b.sqlite", "--csv")
    #expect(csv.status == 0)
    #expect(csv.answer.hasPrefix("choice,metric,pairs,pairs_differing,unit,before_mean,"))
  }

  @Test func `of another cost name it, and what it changes`() throws {
    let command = try files(["-s", "ultravisor.destroy=9 us"])
    let output = try command.run("compare", "a.sqlite", "b.sqlite")
    #expect(output.status == 1)
    let answer = words(output.answer)
    #expect(answer.contains("Changed ultravisor.destroy changed from"), "\(answer)")
    #expect(answer.contains("wait-for-quota pages=256 task.batch.completion 6 of 6 +"), "\(answer)")
    let json = try command.run("compare", "a.sqlite", "b.sqlite", "--json")
    #expect(json.status == 1)
    let parsed = try JSONSerialization.jsonObject(with: Data(json.answer.utf8)) as? [String: Any]
    #expect(parsed?["differs"] as? Bool == true && parsed?["pairs"] as? Int == 12)
    let same = try command.run("compare", "a.sqlite", "b.sqlite", "--metric", "oom.unknown")
    #expect(same.status == 2)
  }

  @Test func `with other trials say which file has them`() throws {
    let command = try files(["--repetitions", "4"])
    let output = try command.run("compare", "a.sqlite", "b.sqlite")
    #expect(output.status == 1)
    let answer = words(output.answer)
    #expect(answer.contains("8 pairs of equal trials"))
    #expect(answer.contains("Only in a.sqlite: 0 points, and of the others 4 trials."), "\(answer)")
    #expect(!answer.contains("Only in b.sqlite"))
    let seeds = try files(["-s", "sweep.seed=8"])
    let apart = try seeds.run("compare", "a.sqlite", "b.sqlite")
    #expect(apart.status == 1)
    #expect(words(apart.answer).contains("Result no trial is in both files: nothing is compared."))
  }

  @Test func `of another engine leave out what it counted otherwise`() throws {
    let command = try files()
    try DatabaseQueue(path: command.folder.appending(path: "a.sqlite").path).write {
      try $0.execute(sql: "UPDATE experiment SET engine_version = '2'")
    }
    let output = try command.run("compare", "a.sqlite", "b.sqlite", "--metric", "notifier.calls")
    #expect(output.status == 0, "\(output.messages)")
    let answer = words(output.answer)
    #expect(answer.contains("Changed engine 2 -> "), "\(answer)")
    #expect(answer.contains("out, for they mean something else since then: notifier.calls."))
  }

  @Test(arguments: [
    ["--aa"], ["--baseline", "policies.oom-notifier=none"],
    ["--require", "P(oom.kills > 0) <= 1 %"],
    ["--pareto", "oom.kills,stall.total"], ["--explain"],
  ])
  func `take no option of a single file`(options: [String]) throws {
    let command = try Command()
    let process = try command.start(["compare", "a.sqlite", "b.sqlite"] + options)
    let output = try command.finish(process)
    #expect(output.status == 2)
    #expect(output.messages.contains("is of one results file, and two are named"))
  }

  @Test func `that are not there are a fault`() throws {
    let command = try files()
    let output = try command.run("compare", "a.sqlite", "gone.sqlite")
    #expect(output.status == 2)
    #expect(output.answer.isEmpty && output.messages.contains("gone.sqlite"))
  }
}
