// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SweepRunner

@Suite struct SlurmFolderTests {
  @Test(
    arguments: [
      ([], ""), ([1], "1"), ([1, 2, 3], "1-3"), ([1, 3, 4, 5, 9], "1,3-5,9"),
    ])
  func `elements are written as Slurm reads them`(elements: [Int], text: String) {
    #expect(ElementRanges(elements).description == text)
  }

  @Test(
    arguments: [
      "plain-word_1.2/=,:@%+", "", "two words", "it's", "''", "$HOME `id` \"x\" \\ * ~ ; & | < >",
      "line\nbreak", "-n", "é",
    ])
  func `a shell reads a word back as it was`(text: String) throws {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "printf %s \(ShellWord(text))"]
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // Only printf itself may take a word for an option.
    if text != "-n" { #expect(String(decoding: output, as: UTF8.self) == text) }
    #expect(process.terminationStatus == 0)
  }

  @Test func `the scripts run whatever is in the paths`() throws {
    let slurm = try FakeSlurm(elements: 2)
    let program = slurm.small.folder.appending(path: "it's a program")
    try Data("#!/bin/sh\nprintf '[%s]' \"$@\"; [ \"$1\" != sweep ] || exit ${STATUS:-0}\n".utf8)
      .write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    var submission = slurm.submission()
    submission.program = program.path
    submission.limits = ["--timeout", "5 min"]
    let sweep = SlurmSweep(submission, schedule: slurm.schedule)
    try sweep.write()
    let swept =
      "[sweep][experiment.sources][--shard][2/2][--jobs][6][--output][shards/2.sqlite]"
      + "[--repetitions][1][--timeout][5 min]"
    #expect(try run("element.sh", in: slurm.folder, status: 0) == (0, swept))
    #expect(try run("element.sh", in: slurm.folder, status: 137) == (137, swept))
    // A failed trial is a result: whether all are there decides.
    #expect(
      try run("element.sh", in: slurm.folder, status: 1)
        == (0, swept + "[status][.][--element][2]"))
    let merged = "[merge][--output][\(submission.output)][shards/1.sqlite][shards/2.sqlite]"
    #expect(try run("merge.sh", in: slurm.folder, status: 0) == (0, merged))
  }

  @Test func `refuses a folder in which something else is`() throws {
    let slurm = try FakeSlurm()
    try slurm.folder.write("dear diary", to: "diary.txt")
    #expect(
      throws: SlurmError.notSubmission(
        path: slurm.folder.path,
        reason: "holds something else, such as 'diary.txt'; choose another --folder")
    ) { try slurm.folder.create() }
    #expect(throws: SlurmError.self) { try slurm.folder.readSubmission() }
  }

  @Test(arguments: ["", "{}", "[1]", "{\"setaside\": 2}"])
  func `refuses a manifest that is none`(text: String) throws {
    let slurm = try FakeSlurm()
    try slurm.folder.write(text, to: "submission.json")
    #expect(throws: SlurmError.self) { try slurm.folder.readSubmission() }
  }

  @Test func `a submission goes on with other options but not with another experiment`() throws {
    let slurm = try FakeSlurm()
    let old = slurm.submission(options: ["--time=1"])
    var wanted = slurm.submission()
    wanted.repetitions = 9
    let kept = try old.continued(by: wanted, hasSameSources: true)
    #expect(kept.options == ["--time=1"])
    #expect(kept.repetitions == 9)
    wanted.options = ["--time=2"]
    #expect(try old.continued(by: wanted, hasSameSources: true).options == ["--time=2"])
    #expect(throws: SlurmError.experimentEdited(path: slurm.folder.path)) {
      try old.continued(by: wanted, hasSameSources: false)
    }
    let more = try FakeSlurm(elements: 5).submission()
    #expect(throws: SlurmError.self) { try old.continued(by: more, hasSameSources: true) }
  }

  private func run(
    _ script: String, in folder: SlurmFolder, status: Int
  ) throws -> (Int32, String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [folder.file(script)]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = [
      "SLURM_ARRAY_TASK_ID": "2", "SLURM_CPUS_PER_TASK": "6", "STATUS": "\(status)",
      "PATH": "/usr/bin:/bin",
    ]
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
