// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A plan that gives way to another one.
@Suite struct PlanTests {
  private func sweep(_ command: Command, _ more: String...) throws -> Command.Output {
    try command.finish(
      try command.start(["sweep", "small.yaml", "--repetitions", "1", "-o", "r.sqlite"] + more))
  }

  @Test func `is told of, and only if it is another one`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    #expect(try !sweep(command).messages.contains("has the plan of"))
    #expect(try !sweep(command).messages.contains("has the plan of"))
    let more = try command.run("sweep", "small.yaml", "--repetitions", "2", "-o", "r.sqlite")
    #expect(!more.messages.contains("has the plan of"))
    let set = try sweep(command, "-s", "host.cpus=2")
    #expect(set.messages.contains("r.sqlite has the plan of the experiment without settings"))
    let unset = try sweep(command)
    #expect(unset.messages.contains("with other settings, -s host.cpus=2"), "\(unset.messages)")
    try command.write(SmallExperiment.text.replacing("cpus: 4", with: "cpus: 3"), to: "small.yaml")
    let edited = try sweep(command)
    #expect(edited.messages.contains("before 'small.yaml' or what it includes was edited"))
    #expect(edited.status == 0)
    try command.write(SmallExperiment.text, to: "elsewhere/small.yaml")
    let other = try command.run(
      "sweep", "elsewhere/small.yaml", "--repetitions", "1", "-o", "r.sqlite")
    #expect(other.messages.contains("another experiment of this name, 'small.yaml'"))
  }

  @Test func `a part does not take the place of another part`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    #expect(try sweep(command, "--shard", "1/2").status == 0)
    let before = try Data(contentsOf: command.folder.appending(path: "r.sqlite"))
    let second = try sweep(command, "--shard", "2/2")
    #expect(second.status == 2)
    #expect(second.messages.contains("holds part 1/2 of the sweep, and part 2/2"))
    #expect(try Data(contentsOf: command.folder.appending(path: "r.sqlite")) == before)
    #expect(try sweep(command, "--shard", "1/2").status == 0)
  }
}
