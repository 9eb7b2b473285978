// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What `run` tells of a single trial.
@Suite struct RunTests {
  @Test func `tells what the notifier was asked and answered`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let text = try command.run("run", "small.yaml", "--point", "1").answer
    let json = try command.run("run", "small.yaml", "--point", "1", "--json").answer
    let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let answers = try #require(parsed?["notifier_answers"] as? [String: Int])
    let metrics = try #require(parsed?["metrics"] as? [String: [String: Any]])
    let calls = try #require(metrics["notifier.calls"]?["value"] as? Int)
    #expect(calls > 0 && answers.values.reduce(0, +) == calls)
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      words.contains("the OOM notifier 'wait-for-quota' was asked \(calls) time"), "\(words)")
    #expect(words.contains("let it wait for pages \(answers["waited"] ?? 0) time"), "\(words)")
    #expect(words.contains("oom_lock was held for"))
  }

  @Test func `tells what a victim holds in a unit that people read`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let text = try command.run("run", "small.yaml").answer
    let line = try #require(
      text.split(separator: "\n").first { $0.contains("the OOM killer takes") })
    #expect(line.hasSuffix(" MiB"), "\(line)")
    #expect(!text.contains("the OOM notifier 'none' was asked"))
  }
}
