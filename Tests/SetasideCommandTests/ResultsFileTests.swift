// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

/// What becomes of a results file that is gone, damaged or somebody else's, and what is said of it.
@Suite struct ResultsFileTests {
  private func command() throws -> Command {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    return command
  }

  @Test(.timeLimit(.minutes(2)), arguments: [false, true])
  func `a file that is gone during a sweep, or is another one, is a failure`(
    isReplaced: Bool
  ) throws {
    let command = try command()
    let process = try command.start([
      "sweep", "small.yaml", "--repetitions", "2000", "-o", "gone.sqlite",
    ])
    let file = command.folder.appending(path: "gone.sqlite").path
    while process.isRunning, !FileManager.default.fileExists(atPath: file + "-wal") {
      Thread.sleep(forTimeInterval: 0.01)
    }
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: file + suffix)
    }
    if isReplaced { try command.write("another", to: "gone.sqlite") }
    let output = try command.finish(process)
    #expect(output.status == 1)
    #expect(
      output.messages.hasPrefix("gone.sqlite: error: was removed, moved or replaced while"),
      "\(output.messages)")
    #expect(!output.messages.contains("kept in"))
    #expect(!output.messages.contains("results in"))
  }

  @Test func `a preview refuses what the sweep refuses, with the same words and status`() throws {
    let command = try command()
    #expect(
      try command.run("sweep", "small.yaml", "--repetitions", "1", "-o", "r.sqlite").status == 0)
    try command.write(SmallExperiment.text, to: "other.yaml")
    try FileManager.default.createDirectory(
      at: command.folder.appending(path: "folder"), withIntermediateDirectories: false)
    let broken = command.folder.appending(path: "broken.sqlite")
    try FileManager.default.copyItem(
      at: command.folder.appending(path: "r.sqlite"), to: broken)
    try DatabaseQueue(path: broken.path).write { try $0.execute(sql: "DROP TABLE plan") }
    for (experiment, path, message) in [
      ("other.yaml", "r.sqlite", "results of experiment 'small', expected 'other'"),
      ("small.yaml", "nowhere/x.sqlite", "the folder for this file does not exist"),
      ("small.yaml", "small.yaml", "not an SQLite database"),
      ("small.yaml", "folder", "is a directory"),
      ("small.yaml", "broken.sqlite", "damaged: it lacks table plan"),
    ] {
      for more in [[], ["--dry-run"], ["--why"], ["--dry-run", "--why"]] {
        // Nothing of the damage is seen by who asks for the keys alone.
        if path == "broken.sqlite", more == ["--dry-run"] { continue }
        let output = try command.finish(
          try command.start(["sweep", experiment, "-o", path] + more))
        #expect(output.status == 2, "\(path) \(more): \(output.messages)")
        #expect(output.messages.hasPrefix("\(path): error: \(message)"), "\(output.messages)")
        #expect(output.answer.isEmpty && !output.messages.contains("stopped"))
      }
    }
    let compared = try command.run("compare", "broken.sqlite")
    #expect(compared.status == 2)
    #expect(compared.messages.hasPrefix("broken.sqlite: error: damaged: it lacks table plan"))
  }

  @Test func `an empty file is a new one to a sweep, and no results to a comparison`() throws {
    let command = try command()
    try command.write("", to: "empty.sqlite")
    let compared = try command.run("compare", "empty.sqlite")
    #expect(compared.status == 2)
    #expect(
      compared.messages == """
        empty.sqlite: error: is empty, expected a results file; 'setaside sweep EXPERIMENT' writes one

        """)
    let preview = try command.run("sweep", "small.yaml", "-o", "empty.sqlite", "--dry-run", "--why")
    #expect(preview.status == 0, "\(preview.messages)")
    #expect(preview.answer.contains("None of them is in empty.sqlite."))
    #expect(
      try command.run("sweep", "small.yaml", "--repetitions", "1", "-o", "empty.sqlite").status
        == 0)
  }

  @Test func `a folder for results that cannot be made is said to be that`() throws {
    let command = try command()
    // As the superuser may write any folder, one that nobody can make.
    try FileManager.default.createSymbolicLink(
      atPath: command.folder.appending(path: "results").path, withDestinationPath: "/proc/none")
    for more in [[], ["--dry-run"]] {
      let output = try command.finish(try command.start(["sweep", "small.yaml"] + more))
      #expect(output.status == 2)
      #expect(
        output.messages.hasPrefix("results/small.sqlite: error: its folder cannot be made ("),
        "\(output.messages)")
      #expect(output.messages.contains("name another file with -o"))
    }
  }

  @Test func `a table that the results will not have is refused before the sweep`() throws {
    let command = try command()
    let output = try command.run("sweep", "small.yaml", "--csv", "--table", "front")
    #expect(output.status == 2)
    #expect(
      output.messages == """
        error: '--table': the results of this experiment have measurements, comparisons, outcomes, \
        requirement, found 'front'

        """)
    #expect(try command.contents() == ["small.yaml"])
    for name in ["measurements", "comparisons", "outcomes", "requirement"] {
      let one = try command.run("sweep", "small.yaml", "--csv", "--table", name)
      #expect(one.status == 0 && !one.answer.isEmpty, "\(one.messages)")
    }
  }

  @Test func `a smaller plan says that the file has more`() throws {
    let command = try command()
    let whole = try command.run("sweep", "small.yaml", "--repetitions", "8")
    #expect(!whole.messages.contains("note: "))
    let note = """
      note: results/small.sqlite has trials up to repetition 8, this plan uses 6 of them; \
      '--repetitions 8' shows them all
      """
    for _ in 1...2 {
      let part = try command.run("sweep", "small.yaml")
      #expect(part.messages.contains(note), "\(part.messages)")
    }
    #expect(try !command.run("sweep", "small.yaml", "--repetitions", "8").messages.contains("note"))
    try command.write(SmallExperiment.text.replacing("4 GiB/s", with: "5 GiB/s"), to: "small.yaml")
    let edited = try command.run("sweep", "small.yaml")
    #expect(edited.messages.contains("has the plan of the experiment before 'small.yaml'"))
    #expect(!edited.messages.contains("has trials up to"))
  }

  @Test func `the time that is foretold is that of the trials in the file, and of the workers`()
    throws
  {
    let command = try command()
    let points = (1...12).map { "{ use: wait-for-quota, pages: \($0 * 256) }" }
    try command.write(
      SmallExperiment.text.replacing(
        "{ use: wait-for-quota, pages: 256 }", with: points.joined(separator: ", ")),
      to: "small.yaml")
    #expect(try command.run("sweep", "small.yaml", "--repetitions", "1").status == 0)
    let file = command.folder.appending(path: "results/small.sqlite").path
    // The first points are cheap, the others are not.
    try DatabaseQueue(path: file).write { database in
      try database.execute(
        sql: """
          UPDATE trials SET checksum = NULL, wall_ns =
            50000000 * (SELECT point FROM plan WHERE plan.trial = trials.trial)
          """)
    }
    func number(_ key: String, _ arguments: String...) throws -> Double {
      let output = try command.finish(
        try command.start(
          ["sweep", "small.yaml", "--jobs", "1", "--dry-run", "--json"] + arguments))
      let parsed = try JSONSerialization.jsonObject(with: Data(output.answer.utf8))
      return (parsed as? [String: Any])?[key] as? Double ?? -1
    }
    #expect(try number("secondsOfTrial") == 0.3)
    #expect(try number("secondsLeft") > 0.3 * 5 * 13)
    // A new file: some trials are run, and a worker takes time to start.
    let trial = try number("secondsOfTrial", "-o", "new.sqlite")
    #expect(trial > 0 && trial < 1)
    #expect(try number("secondsLeft", "-o", "new.sqlite") > 0)
    #expect(
      !FileManager.default.fileExists(atPath: command.folder.appending(path: "new.sqlite").path))
  }
}
