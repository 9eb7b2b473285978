// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What is typed as other programs would take it.
@Suite struct CommandWordTests {
  @Test(arguments: [
    (["run", "small.yaml", "--point", "-1"], "expected 0...1, found -1"),
    (["run", "small.yaml", "--repetition", "-1"], "expected 0 or more, found -1"),
    (["run", "small.yaml", "--seed", "-5"], "expected a whole number"),
    (["sweep", "small.yaml", "-j", "-1"], "'--jobs': expected 1..."),
    (["sweep", "small.yaml", "--repetitions", "-3"], "'--repetitions': expected 1..."),
    (
      ["run", "small.yaml", "-s", "tasks.batch.rate=4", "GiB/s"],
      "'GiB/s' stands alone; quote a value with blanks: -s 'tasks.batch.rate=4 GiB/s'"
    ),
    (["sweep", "small.yaml", "--timeout", "5", "min"], "--timeout '5 min'"),
    (["check", "small.yaml", "-s", "until=4", "s"], "-s 'until=4 s'"),
    (["run", "small"], "'small' does not exist, did you mean 'small.yaml'?"),
    (["run", "small.yml"], "did you mean 'small.yaml'?"),
    (["check", "Small.yaml"], "did you mean 'small.yaml'?"),
    (["help", "sweeep"], "did you mean 'sweep'?"),
    (["metrics", "stahl.*"], "there is no metric 'stahl.*'"),
  ])
  func `is told as what it is`(arguments: [String], message: String) throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let output = try command.finish(try command.start(arguments))
    #expect(output.status == 2)
    #expect(output.answer.isEmpty)
    #expect(output.messages.contains(message), "\(output.messages)")
  }

  @Test func `blanks around the sign of an assignment do not matter`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let output = try command.run("show", "small.yaml", "-s", " host.cpus = 2 ")
    #expect(output.status == 0, "\(output.messages)")
    #expect(output.answer.contains("cpus: 2 "))
  }

  @Test func `lists those of a policy point, and the metrics of a pattern`() throws {
    let command = try Command()
    let policies = try command.run("policies", "oom-notifier")
    #expect(policies.status == 0 && policies.answer.hasPrefix("oom-notifier\n"))
    #expect(!policies.answer.contains("reclaim-throttle\n"))
    let metrics = try command.run("metrics", "stall.*")
    #expect(metrics.status == 0 && metrics.answer.contains("stall.request.p99"))
    #expect(!metrics.answer.contains("oom.kills ("))
  }
}
