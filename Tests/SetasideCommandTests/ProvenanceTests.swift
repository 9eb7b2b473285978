// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Where results say that they come from.
@Suite struct ProvenanceTests {
  @Test func `keeps which version it was, and of which commit`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    _ = try command.run("sweep", "small.yaml", "--repetitions", "1", "-o", "small.sqlite")
    let row = try #require(
      try Command.query(
        command.folder.appending(path: "small.sqlite"), "SELECT version, git_commit FROM runs"
      ).first)
    let shown = try command.run("--version").answer
    let version = try #require(row.split(separator: "|").first).replacing("\"", with: "")
    #expect(shown.hasPrefix("setaside \(version) (engine "))
    #expect(row.hasSuffix("|NULL") || row.contains(/\|"?[0-9a-f]{40}(\+changed)?"?$/), "\(row)")
  }

  @Test func `shards that named the experiment by other paths are put together`() throws {
    let command = try Command()
    let text = SmallExperiment.text.replacing(
      "host: { memory: 1 GiB, cpus: 4, in-use: { kernel: 64 MiB } }",
      with: "include: [../hosts/small.yaml]")
    try command.write(text, to: "experiments/small.yaml")
    try command.write(
      "host: { memory: 1 GiB, cpus: 4, in-use: { kernel: 64 MiB } }\n", to: "hosts/small.yaml")
    let paths = [
      "experiments/small.yaml", command.folder.path + "/experiments/small.yaml",
      "./hosts/../experiments/small.yaml",
    ]
    for (index, path) in paths.enumerated() {
      let part = try command.run(
        "sweep", path, "--shard", "\(index + 1)/3", "-o", "\(index).sqlite")
      #expect(part.status == 0, "\(part.messages)")
    }
    let merged = try command.run("merge", "-o", "all.sqlite", "0.sqlite", "1.sqlite", "2.sqlite")
    #expect(merged.status == 0, "\(merged.messages)")
    #expect(merged.answer.contains("all.sqlite: 12 trials in the sweep"))
    // A file that is really another one is refused as before, and so is another setting.
    try command.write(
      "host: { memory: 1 GiB, cpus: 4, in-use: { kernel: 65 MiB } }\n", to: "hosts/small.yaml")
    _ = try command.run("sweep", paths[0], "-o", "other.sqlite", "--repetitions", "1")
    let refused = try command.run("merge", "-o", "all.sqlite", "other.sqlite")
    #expect(refused.status == 2)
    #expect(refused.messages.contains("the text of the experiment, a setting"))
  }
}
