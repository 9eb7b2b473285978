import Foundation
import Testing

/// Where results say that they come from.
@Suite struct ProvenanceTests {
  private static let hasGit = FileManager.default.isExecutableFile(atPath: "/usr/bin/git")

  private func git(_ command: Command, _ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/git")
    process.arguments =
      ["-C", command.folder.path, "-c", "user.name=t", "-c", "user.email=t@example.org"] + arguments
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": command.folder.path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "git \(arguments)")
  }

  /// The commits of the runs of a file, after another one.
  private func commits(_ command: Command, searchPath: String? = nil) throws -> [String] {
    let output = try command.finish(
      try command.start(
        ["sweep", "experiments/small.yaml", "--repetitions", "1", "-o", "small.sqlite"],
        searchPath: searchPath))
    #expect(output.status == 0, "\(output.messages)")
    return try Command.query(
      command.folder.appending(path: "small.sqlite"),
      "SELECT version, coalesce(git_commit, 'none') FROM runs ORDER BY run"
    ).map { $0.replacing("\"", with: "") }
  }

  @Test(.enabled(if: hasGit))
  func `names the version, and the commit of the experiment with what changed since`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "experiments/small.yaml")
    #expect(try commits(command).last == "0.1.0|none")
    try git(command, "init", "-q")
    #expect(try commits(command).last == "0.1.0|none")
    try git(command, "add", "experiments")
    try git(command, "commit", "-q", "-m", "a small one")
    let clean = try commits(command).last?.split(separator: "|").last ?? ""
    #expect(clean.count == 40 && clean.allSatisfy(\.isHexDigit))
    try command.write(SmallExperiment.text + "# so\n", to: "experiments/small.yaml")
    #expect(try commits(command).last == "0.1.0|\(clean)+changed")
    // A machine without git, and a git that does not work, are no reason to fail.
    #expect(try commits(command, searchPath: "/nonexistent").last == "0.1.0|none")
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
    #expect(refused.messages.contains("the text of the experiment, or a setting"))
  }
}
