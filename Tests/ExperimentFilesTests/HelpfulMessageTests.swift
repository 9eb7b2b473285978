// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostConfiguration
import PolicyKit
import Testing

@testable import ExperimentFiles

/// What is said of what people write who know other programs.
@Suite struct HelpfulMessageTests {
  private static let base = """
    host: { memory: 64 GiB, cpus: 4 }
    guests:
      - { name: db, memory: 1 GiB, protected: true, stops: { at: 0 s } }
    tasks:
      - { name: batch, starts: { after: db.exit }, allocates: 1 GiB, rate: 1 GiB/s }
    sweep: { grid: { host.cpus: [1, 2] } }
    measure: [task.batch.completion]
    until: 60 s
    """

  private func faults(_ old: String, _ new: String) throws -> String {
    let text = Self.base.replacing(old, with: new, maxReplacements: 1)
    #expect(text != Self.base)
    return try TemporaryFiles([("burst.yaml", text)]).experiment("burst.yaml").faults
  }

  @Test(arguments: [
    ("until: 60 s", "until: 5m", "unknown unit 'm' of a duration, did you mean 'min' or 'ms'?"),
    ("until: 60 s", "until: 2 days", "of a duration there are ns, us, ms, s, min, h"),
    ("until: 60 s", "until: 5:00", "times of day are not read here"),
    ("until: 60 s", "until: 5 min 30 s", "did you mean '5 min + 30 s'?"),
    ("until: 60 s", "until: 6e1 s", "exponents are not read here"),
    ("until: 60 s", "until: 1,5 s", "did you mean '1.5 s'?"),
    ("until: 60 s", "until: .5 s", "did you mean '0.5 s'?"),
    ("until: 60 s", "until:60 s", ":8:7: error: expected a space after ':'"),
    ("memory: 64 GiB", "memory: 64 GB", "10^9 B and 7 % less than a GiB, did you mean 'GiB'?"),
    ("memory: 64 GiB", "memory: 64 MB", "10^6 B and 5 % less than a MiB, did you mean 'MiB'?"),
    ("rate: 1 GiB/s", "rate: 1 GB/s", "10^9 B and 7 % less than a GiB/s"),
    ("memory: 64 GiB", "memory: 1e9", "exponents are not read here"),
    ("memory: 64 GiB", "memory: 5m", "did you mean 'MiB'?"),
    ("cpus: [1, 2]", "cpus: [1, 010]", "read as octal, did you mean '10'?"),
    ("cpus: [1, 2]", "cpus: [1, 0x10]", "did you mean '16'?"),
    ("cpus: [1, 2]", "cpus: [1, 1_000]", "did you mean '1000'?"),
    ("cpus: [1, 2] }", "cpus: [1, 2] }, where: \"host.cpus > 1 AND host.cpus < 9\"", "mean 'and'?"),
    ("cpus: [1, 2] }", "cpus: [1, 2] }, where: \"host.cpus > 1 && host.cpus < 9\"", "mean 'and'?"),
    ("cpus: [1, 2] }", "cpus: [1, 2] }, where: \"host.cpus > 1 || host.cpus < 9\"", "mean 'or'?"),
    ("cpus: [1, 2] }", "cpus: [1, 2] }, where: \"host.cpus > 1 Or host.cpus < 9\"", "mean 'or'?"),
    ("cpus: [1, 2] }", "cpus: [1, 2] }, where: \"NOT host.cpus > 1\"", "mean 'not'?"),
    ("cpus: [1, 2] }", "cpus: [1, 2] }, where: \"!(host.cpus > 1)\"", "mean 'not'?"),
    ("stops: { at: 0 s }", "stops: { after: batch.done }", "a guest stops at a time only"),
    ("stops: { at: 0 s }", "reboots: { when: x }", "a guest reboots at a time only"),
    ("after: db.exit", "after: batch.done", "'batch' is a task; a task can wait for guests only"),
    ("allocates: 1 GiB,", "allocates: 1 GiB, cgroup: { max: 8 GiB },", "not modelled"),
    ("allocates: 1 GiB,", "allocates: 1 GiB, color: red,", "; there are name, "),
    ("until: 60 s", "until: 60 s\ncpus: 8", "; it is a key of 'host'; there are "),
    ("until: 60 s", "until: 60 s\ncompare: { minimize: [stall.*] }", "'measure' alone"),
    (
      "until: 60 s", "until: 60 s\ncompare: { require: [\"P(oom.kills > 0) <= 1 %\"] }",
      "found a list; only one is judged"
    ),
  ])
  func `says what was read and what comes nearest`(old: String, new: String, message: String) throws
  {
    let faults = try faults(old, new)
    #expect(faults.contains(message), "\(faults)")
    // One fault, and nothing of its consequences.
    #expect(faults.components(separatedBy: ": error: ").count == 2, "\(faults)")
  }

  @Test(arguments: [
    ("tasks:\n  - { name: batch,", "tasks:\n    { name: batch,", "put '- ' before it"),
    ("tasks:\n  - { name: batch,", "tasks:\n  batch: {", "write '- name: batch' for 'batch:'"),
  ])
  func `a list that is none has no further faults`(old: String, new: String, message: String) throws
  {
    let faults = try faults(old, new)
    #expect(faults.contains(message), "\(faults)")
    #expect(faults.components(separatedBy: ": error: ").count == 2, "\(faults)")
  }

  @Test func `a star stands for names in what is measured`() throws {
    let text = Self.base.replacing(
      "[task.batch.completion]", with: "[task.*.completion, stall.re*, oom.kills]")
    let (experiment, faults) = try TemporaryFiles([("burst.yaml", text)]).experiment("burst.yaml")
    let measure = try #require(experiment?.measure, "\(faults)")
    #expect(measure.first == "task.batch.completion")
    #expect(measure.contains("stall.request.p99"))
    #expect(measure.last == "oom.kills")
  }

  @Test(arguments: ["true", "True", "TRUE", "on", "On", "yes", "YES"])
  func `all words for true are true`(word: String) throws {
    let text = Self.base.replacing("protected: true", with: "protected: \(word)")
    let (experiment, faults) = try TemporaryFiles([("burst.yaml", text)]).experiment("burst.yaml")
    #expect(try experiment?.configuration(ofPoint: 0).guests[0].isProtected == true, "\(faults)")
  }

  @Test(arguments: ["false", "False", "off", "OFF", "no", "No"])
  func `all words for false are false`(word: String) throws {
    let text = Self.base.replacing("protected: true", with: "protected: \(word)")
    let (experiment, faults) = try TemporaryFiles([("burst.yaml", text)]).experiment("burst.yaml")
    #expect(try experiment?.configuration(ofPoint: 0).guests[0].isProtected == false, "\(faults)")
  }

  @Test(arguments: [
    "sweep:", "measure:", "compare:", "tasks:", "cpu-groups:", "assume:", "policies:",
    "sweep: { grid: }", "sweep: { zip: , repetitions: 2 }", "compare: { baseline: , minimize: }",
    "compare: { families: , margins: , answer: }", "include:", "description:", "costs:",
  ])
  func `a block or list without anything is empty`(line: String) throws {
    let text = "host: { memory: 64 GiB, cpus: 4 }\n\(line)\n"
    let (experiment, faults) = try TemporaryFiles([("burst.yaml", text)]).experiment("burst.yaml")
    #expect(experiment != nil, "\(faults)")
  }
}
