// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct ImportTraceTests {
  private static let log = """
    # Elapsed time   CPU (%)     Real (MB)   Virtual (MB)
           0.000        0.000       12.500      100.000
           1.000       98.000      512.250     1024.000

    """
  private static let experiment = """
    setaside: 1
    host: { memory: 8 GiB, cpus: 2, in-use: { kernel: 512 MiB } }
    guests:
      - { name: db, memory: 1 GiB, protected: true, teardown: lazy-shutdown, stops: { at: 0 s } }
    tasks:
      - { name: job, starts: { after: db.exit }, replays: NAME, measured: true }
    measure: [task.job.completion]
    until: 60 s

    """

  @Test func `what it made can be replayed, and what it was made of is told how`() throws {
    let command = try Command()
    try command.write(Self.log, to: "my log.txt")
    try command.write(Self.experiment.replacing("NAME", with: "my log.txt"), to: "a.yaml")
    let refused = try command.run("check", "a.yaml")
    #expect(refused.status == 2)
    #expect(
      refused.messages.contains(
        "it is a log of psrecord, of which 'setaside import-trace 'my log.txt' -o 'my log.trace.csv'' "
          + "makes a trace"), "\(refused.messages)")
    let made = try command.run("import-trace", "my log.txt", "-o", "my log.trace.csv")
    #expect(made.status == 0)
    #expect(made.answer.isEmpty)
    #expect(
      made.messages.hasPrefix("my log.txt: a log of psrecord (psrecord; --kind names another)\n"))
    #expect(
      made.messages.contains("my log.trace.csv: peak 512 MiB at 1.000 s of 1.000 s, 2 samples"))
    try command.write(Self.experiment.replacing("NAME", with: "my log.trace.csv"), to: "a.yaml")
    #expect(try command.run("run", "a.yaml").status == 0)
  }

  @Test func `what is no trace is never replaced, and a trace with --force alone`() throws {
    let command = try Command()
    try command.write(Self.log, to: "a.txt")
    let own = try command.run("import-trace", "a.txt", "-o", "a.txt", "--force")
    #expect(own.status == 2)
    #expect(own.messages.hasPrefix("a.txt: error: is there already and is no trace"))
    #expect(try command.run("import-trace", "a.txt", "-o", "b.csv").status == 0)
    let again = try command.run("import-trace", "a.txt", "-o", "b.csv")
    #expect(again.status == 2)
    #expect(again.messages.hasPrefix("b.csv: error: is a trace already"))
    #expect(try command.run("import-trace", "a.txt", "-o", "b.csv", "--force").status == 0)
    #expect(try command.contents() == ["a.txt", "b.csv"])
  }

  @Test func `nothing is written of a file with faults, which are all told`() throws {
    let command = try Command()
    try command.write("0 1\n1 -2\n2 x\n", to: "a.log")
    let output = try command.run("import-trace", "a.log", "-o", "b.csv", "--kind", "cgroup")
    #expect(output.status == 2)
    #expect(
      output.messages.contains("a.log:2:3: error: ") && output.messages.contains("a.log:3:3: "))
    #expect(try command.contents() == ["a.log"])
  }

  @Test(arguments: [
    (["--memory-unit", "mib"], "found 'mib', did you mean 'MiB'?"),
    (["--kind", "psrec"], "expected one of psrecord, mprof, vmstat, "),
    (["--time-scale", "0"], "expected a number above 0 or a ratio"),
    (["--gap", "10"], "expected a span of time above 0 with a unit"),
    (["--fill-gaps", "hold"], "'--fill-gaps': expected --gap beside it"),
    (["--from", "yesterday"], "expected a time after the first reading such as '90s'"),
    (["--memory-total", "16"], "expected memory above 0 with a unit"),
    (["--series", "1"], "error: '--series' says nothing about a log of psrecord"),
    (
      ["--memory-column", "Swap"], "expected Real, Virtual or the number of a column, found 'Swap'"
    ),
  ])
  func `an option with a fault is told what was expected`(
    options: [String], message: String
  ) throws {
    let command = try Command()
    try command.write(Self.log, to: "a.txt")
    let output = try command.finish(
      try command.start(["import-trace", "a.txt", "-o", "b.csv"] + options))
    #expect(output.status == 2)
    #expect(output.messages.contains(message), "\(output.messages)")
    #expect(try command.contents() == ["a.txt"])
  }

  @Test func `a trace that is longer than a run can be is told of`() throws {
    let command = try Command()
    try command.write("time_h,rss_mib\n0,1\n168,2\n", to: "week.csv")
    let long = try command.run("import-trace", "week.csv", "-o", "a.csv")
    #expect(long.status == 0)
    #expect(long.messages.contains("note: a run lasts at most 24 h"))
    let short = try command.run("import-trace", "week.csv", "-o", "b.csv", "--time-scale", "1/60")
    #expect(!short.messages.contains("note: a run lasts"))
  }
}
