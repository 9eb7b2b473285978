// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What somebody reads who has mistaken one thing for another.
@Suite struct MessageTests {
  private func command() throws -> Command {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    return command
  }

  @Test(arguments: [["compare"], ["verify"], ["merge", "-o", "all.sqlite"]])
  func `an experiment in place of its results is told where they are`(verb: [String]) throws {
    let command = try command()
    let without = try command.finish(try command.start(verb + ["small.yaml"]))
    #expect(without.status == 2)
    #expect(
      without.messages == """
        small.yaml: error: is an experiment, expected a results file; 'setaside sweep small.yaml' \
        would write its results to results/small.sqlite

        """)
    try command.write("", to: "results/small.sqlite")
    let with = try command.finish(try command.start(verb + ["small.yaml"]))
    #expect(with.status == 2)
    #expect(
      with.messages == """
        small.yaml: error: is an experiment, expected a results file; its results are in \
        results/small.sqlite

        """)
  }

  @Test(.timeLimit(.minutes(1))) func `a pipe is refused and not waited for`() throws {
    let command = try command()
    #expect(mkfifo(command.folder.appending(path: "pipe").path, 0o600) == 0)
    let output = try command.run("check", "pipe")
    #expect(output.status == 2)
    #expect(output.messages.contains("'pipe' is not a regular file"))
  }

  @Test func `results in place of their experiment are told what shows them`() throws {
    let command = try command()
    #expect(try command.run("sweep", "small.yaml", "--repetitions", "1", "-o", "r.db").status == 0)
    for verb in ["check", "show", "run", "sweep"] {
      let output = try command.run(verb, "r.db")
      #expect(output.status == 2)
      #expect(
        output.messages == """
          r.db: error: is a results file, expected an experiment in YAML; 'setaside compare r.db' \
          shows what it holds

          """)
    }
  }

  @Test(
    arguments: [
      (
        "new folder/x.sqlite",
        "the folder for this file does not exist; make it with: mkdir -p 'new folder'"
      ),
      (
        "small.yaml/x.sqlite",
        "expected a folder to hold this file, 'small.yaml' is a file; choose another folder"
      ),
      (
        "/proc/x.sqlite",
        "cannot open: no file can be made in its folder (No such file or directory); choose another "
          + "folder"
      ),
      (
        "small.yaml",
        "not an SQLite database, expected a results file as 'setaside sweep' writes it"
      ),
    ])
  func `a file that cannot be written is named, with a way out`(
    path: String, message: String
  ) throws {
    let command = try command()
    let output = try command.run("sweep", "small.yaml", "-o", path)
    #expect(output.status == 2)
    #expect(output.messages == "\(path): error: \(message)\n")
    #expect(try command.contents() == ["small.yaml"])
  }

  @Test(
    arguments: [
      ("--timeout", "5", "the unit is missing: expected '5 s' or '5 min'"),
      ("--timeout", "1 day", "with one of the units us, ms, s, min, h, found 'day'"),
      (
        "--timeout", "soon",
        "expected a whole number with a unit (us, ms, s, min, h), such as '5 min'"
      ),
      ("--memory-limit", "512", "the unit is missing: expected '512 MiB' or '512 GiB'"),
      ("--memory-limit", "5 GB", "with one of the units KiB, MiB, GiB, TiB, found 'GB'"),
      ("--repetitions", "ten", "expected a whole number such as '4'"),
      ("--memory-limit", "1 MiB", "expected 64 MiB or more, found 1 MiB"),
    ])
  func `a limit says which unit it lacks`(option: String, value: String, message: String) throws {
    let command = try command()
    for arguments in [
      ["sweep", "small.yaml"], ["submit", "small.yaml", "--slurm", "--array", "2"],
    ] {
      let output = try command.finish(try command.start(arguments + [option, value]))
      #expect(output.status == 2)
      #expect(output.messages.contains(option) && output.messages.contains(message))
    }
    #expect(try command.contents() == ["small.yaml"])
  }

  @Test func `check sets values too, and tells of a setting once for all files`() throws {
    let command = try command()
    try command.write(SmallExperiment.text, to: "other.yaml")
    let good = try command.run(
      "check", "small.yaml", "-s", "policies.oom-notifier=none", "-s", "sweep.repetitions=1")
    #expect(good.status == 0)
    #expect(good.answer == "small.yaml: no fault, 1 warning; 1 point, 1 repetition\n")
    let bad = try command.run("check", "small.yaml", "other.yaml", "-s", "host.cpu=2")
    #expect(bad.status == 2)
    #expect(
      bad.messages == """
        command line:1:6: error: unknown key 'cpu' in the host, did you mean 'cpus'?
        host.cpu=2
             ^

        """)
  }

  @Test(
    arguments: [
      (["swep", "small.yaml"], "found 'swep', did you mean 'sweep'?"),
      (["small.yaml"], "found 'small.yaml', did you mean 'run small.yaml' or 'sweep small.yaml'?"),
      (
        ["metrics", "stall.request.p9"],
        "error: there is no metric 'stall.request.p9', did you mean 'stall.request.p99'?\n"
      ),
      (["policies", "drian"], "error: there is no policy 'drian', did you mean 'drain'?\n"),
      (
        ["sweep", "small.yaml", "--csv", "--table", "comparsons"],
        "found 'comparsons', did you mean 'comparisons'?"
      ),
      (
        ["sweep", "small.yaml", "--minimum-repetitions", "9"], "error: '--minimum-repetitions' and"
      ),
      (["record", "-o", "gone/x.csv", "--", "true"], "gone/x.csv: error: cannot be written: "),
    ])
  func `a word that is not known is told what may be meant`(
    arguments: [String], message: String
  ) throws {
    let command = try command()
    let output = try command.finish(try command.start(arguments))
    #expect(output.status == 2)
    #expect(output.answer.isEmpty)
    #expect(output.messages.contains(message), "\(output.messages)")
    #expect(!output.messages.hasPrefix("error: gone"))
    #expect(try command.contents() == ["small.yaml"])
  }

  @Test func `a table that these results lack is a fault, in words`() throws {
    let command = try command()
    #expect(try command.run("sweep", "small.yaml", "--repetitions", "1").status == 0)
    let output = try command.run("compare", "results/small.sqlite", "--csv", "--table", "front")
    #expect(output.status == 2)
    #expect(output.messages.contains("error: '--table': these results have measurements, "))
    let json = try command.run("compare", "results/small.sqlite", "--json")
    let parsed = try JSONSerialization.jsonObject(with: Data(json.answer.utf8)) as? [String: Any]
    let tables = parsed?["tables"] as? [String: Any] ?? [:]
    #expect(!tables.isEmpty)
    for name in tables.keys {
      let one = try command.run("compare", "results/small.sqlite", "--csv", "--table", name)
      #expect(one.status == 0, "\(one.messages)")
    }
  }

  @Test func `a trial shown alone is an experiment that gives the same`() throws {
    let command = try command()
    // What the sweep varies, others are computed from: the whole listing could not be swept again.
    let text = SmallExperiment.text.replacing("memory: 512 MiB,", with: "memory: assume.part * 2,")
      .replacing(
        "policies.oom-notifier: [none, { use: wait-for-quota, pages: 256 }]",
        with: "policies.oom-notifier: [none, drain]\n    assume.part: [200 MiB, 256 MiB]")
    try command.write("assume: { part: 1 MiB }\n" + text, to: "small.yaml")
    for point in ["0", "3"] {
      let shown = try command.run("show", "small.yaml", "--point", point, "--alone")
      #expect(shown.status == 0, "\(shown.messages)")
      try command.write(shown.answer, to: "alone.yaml")
      let whole = try command.run("run", "small.yaml", "--point", point, "--json")
      let alone = try command.run("run", "alone.yaml", "--json")
      #expect(alone.status == 0 && alone.messages.isEmpty, "\(alone.messages)")
      func digest(_ output: Command.Output) -> Substring? {
        output.answer.split(separator: "\n").first { $0.contains("\"digest\"") }
      }
      #expect(digest(alone) != nil && digest(alone) == digest(whole))
    }
    #expect(try command.run("show", "small.yaml", "--alone", "--trials").status == 2)
  }

  @Test func `one of a thing is not several`() throws {
    let command = try command()
    let text = SmallExperiment.text.replacing("[none, { use", with: "[{ use")
      .replacing("baseline: { policies.oom-notifier: none }\n", with: "")
      .replacing("  minimize: [task.batch.completion]", with: "minimize: [task.batch.completion]")
    try command.write(text, to: "one.yaml")
    let preview = try command.run("sweep", "one.yaml", "--repetitions", "1", "--dry-run", "--why")
    #expect(preview.answer.contains("1 trial: 1 point, 1 repetition."), "\(preview)")
    #expect(preview.answer.contains("1 trial at 1 point ("))
    let sweep = try command.run("sweep", "one.yaml", "--repetitions", "1")
    #expect(sweep.messages.contains("1 trial run in "))
    let again = try command.run("sweep", "one.yaml", "--repetitions", "1")
    #expect(again.messages.contains("0 trials run in "))
    #expect(again.messages.contains(", 1 was there already; "))
    let left = try command.run("sweep", "one.yaml", "--repetitions", "1", "--dry-run")
    #expect(left.answer.contains("1 of them is in results/one.sqlite; nothing is left to run."))
    // What is left takes no time, so none is told; a trial may take 0.1 s where others load the machine.
    #expect(!left.answer.contains(#/about 0 |the rest/#))
    let verified = try command.run("verify", "results/one.sqlite")
    #expect(verified.answer.contains("1 of 1 trial run again: all equal."))
    let merged = try command.run("merge", "-o", "all.sqlite", "results/one.sqlite")
    #expect(merged.answer.hasPrefix("results/one.sqlite: 1 trial, 1 of them new\n"))
  }
}
