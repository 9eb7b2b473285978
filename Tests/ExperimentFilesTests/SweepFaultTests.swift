// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ExperimentFiles

/// One mistake in a sweep is one fault, at its place and with a way out.
@Suite struct SweepFaultTests {
  private func faults(_ sweep: String) throws -> String {
    try TemporaryFiles([
      (
        "burst.yaml",
        """
        host: { memory: 96 GiB, cpus: 8 }
        guests: [{ name: db, memory: 64 GiB }]
        tasks: [{ name: batch, starts: { at: 0 s }, allocates: 1 GiB, rate: 1 GiB/s }]
        compare: { baseline: { policies.oom-notifier: none } }
        sweep:
        \(sweep)
        """
      )
    ]).experiment("burst.yaml").faults
  }

  private static let grid = "  grid: { policies.oom-notifier: [none, { use: wait-for-quota }] }\n"

  private static let mistakes: [(String, String)] = [
    (
      grid + "  sobol: 16\n  over: { ultravisor.destroy: 1..10 us }",
      "7:10: error: 'sobol': expected '{ points: 16, over: { tasks.batch.rate: 1..4 GiB/s } }', "
        + "found '16'"
    ),
    (
      grid + "  outer: 16\n  over: { ultravisor.destroy: 1..10 us }",
      "7:3: error: 'outer': expected one design with its number of samples, as in "
        + "'{ sobol: 16, scrambled-replicates: 4, over: { ultravisor.destroy: 1..10 us log } }', "
        + "found '16'"
    ),
    (
      grid + "  outer: { sobol: { points: 8, over: { ultravisor.destroy: 1..10 us } } }",
      "7:3: error: 'outer': expected one design with its number of samples, as in "
        + "'{ sobol: 8, scrambled-replicates: 4, over: { ultravisor.destroy: 1..10 us log } }', "
        + "found the design as a block of its own"
    ),
    (
      grid + "  sobol: { points: 16, over: { ultravisor.destroy: 1..10 } }",
      "7:52: error: 'ultravisor.destroy': expected a duration with its unit, such as '1..10 ms', "
        + "found '1..10'"
    ),
    (
      grid + "  random: { points: 16, over: { host.cpus: 1..100000 } }",
      "error: 'cpus': expected 1...1024, found 100000"
    ),
    (
      "  grid: { policies.oom-notifier: [none], tasks.batch.allocates: { from: 1, to: 3, steps: 3 } }",
      "6:73: error: 'tasks.batch.allocates': expected an amount of memory with its unit, such as "
        + "'from: 1 GiB, to: 3 GiB', found 'from: 1, to: 3'"
    ),
    (
      "  grid: { policies.oom-notifier: [none], host.cpus: { from: 1, to: 3, step: 3 } }",
      "error: unknown key 'step' in a range, did you mean 'steps'?"
    ),
    (
      "  policies.oom-notifier: [none, drain]",
      "6:3: error: 'policies.oom-notifier': a path stands inside a part of the sweep, as in "
        + "'grid: { policies.oom-notifier: … }'"
    ),
    (
      "  zip: { policies.oom-notifier: [none], host.cpus: [1, 2, 3] }",
      "'zip': expected lists of the same length, found 3 values of 'host.cpus' beside 1"
    ),
    (
      "  union:\n    - grid: { policies.oom-notifier: [none] }\n      repetitions: 3",
      "8:7: error: 'repetitions' stands beside 'union', for all of the sweep"
    ),
    (
      "  union: [{ gird: { policies.oom-notifier: [none] } }]",
      "error: unknown key 'gird' in a part of a union, did you mean 'grid'?"
    ),
    (
      "  union: [{ }]",
      "error: 'union': expected a part such as '{ grid: … }', found none of 'grid', 'zip', "
        + "'random', 'latin-hypercube', 'sobol'"
    ),
    (
      "  policies: { oom-notifier: [none, drain] }",
      "6:3: error: 'policies': a path stands inside a part of the sweep, as in "
        + "'grid: { policies.oom-notifier: … }'"
    ),
    (
      grid + "  random: { points: 2, over: { rate: [1 GiB/s] } }",
      "error: 'rate' leads nowhere: there is no 'rate' at the top of the file, did you mean "
        + "'tasks.batch.rate'?"
    ),
    (
      "  grid: { policies.oom-notifier: [none], hots.cpus: [1, 2] }",
      "error: 'hots.cpus' leads nowhere: there is no 'hots' at the top of the file, did you mean "
        + "'host'?"
    ),
    (
      "  grid: { policies.oom-notifier: [{ use: wait-for-quota, pages: [1, 2] }] }",
      "'baseline': the sweep does not give 'policies.oom-notifier' the value 'none', it gives "
        + "wait-for-quota pages=1; wait-for-quota pages=2"
    ),
    (
      "  grid: { policies.oom-notifier: [] }",
      "found an empty list"
    ),
  ]

  @Test(arguments: mistakes)
  func `is told of once`(sweep: String, message: String) throws {
    let faults = try faults(sweep)
    #expect(faults.contains(message), "\(faults)")
    #expect(faults.split(separator: "\n").count { $0.contains(": error: ") } == 1, "\(faults)")
  }

  @Test func `warns of a value that stands twice, and of repetitions that do not count`() throws {
    let twins = try faults("  grid: { policies.oom-notifier: [none], host.cpus: [1, 2, 1] }")
    #expect(twins.contains("burst.yaml:6:60: warning: 'host.cpus': the value '1' stands twice"))
    let counted = try faults(Self.grid + "  repetitions: 30\n  until: ci(oom.kills) < 1")
    #expect(
      counted.contains(
        "7:3: warning: 'repetitions' counts only for a part (--shard) of a sweep with 'until', which "
          + "begins with 'minimum-repetitions', 20"), "\(counted)")
    #expect(!(twins + counted).contains("error"))
  }

  @Test(
    arguments: [
      (
        "guests: { db: { memory: 1 GiB } }",
        "'guests': expected a list of at most 1024 blocks, found a block of keys: write '- name: db' "
          + "for 'db:'"
      ),
      (
        "policies: { oom-notifier: { wait-for-quota: { pages: 1 } } }",
        "or '{ use: wait-for-quota, … }' with its parameters"
      ),
      (
        "guests: [{ name: db, memory: 1 GiB, protected: ture }]",
        "found 'ture', did you mean 'true'?"
      ),
      ("until: forever", "such as '20 ms', found 'forever'; it may also be 'automatic'"),
      ("until: autmatic", "such as '20 ms', found 'autmatic', did you mean 'automatic'?"),
      ("measure: oom.kills", "expected a list of metrics such as '[oom.kills]', found 'oom.kills'"),
      ("measure: [speed]", "unknown metric 'speed'; 'setaside run' lists all that there are"),
      ("include: { a: 1 }", "'include': expected a file such as 'hosts/lpar-96g.yaml'"),
    ])
  func `says what stands there instead, once`(line: String, message: String) throws {
    let host = line.hasPrefix("include") ? "" : "host: { memory: 96 GiB }\n"
    let faults = try TemporaryFiles([("burst.yaml", host + line)]).experiment("burst.yaml").faults
    #expect(faults.contains(message), "\(faults)")
    #expect(faults.split(separator: "\n").count { $0.contains(": error: ") } == 1, "\(faults)")
  }

  @Test func `a key that is misspelt is not missing too`() throws {
    let files = try TemporaryFiles([("burst.yaml", "host: { memroy: 96 GiB }")])
    let faults = files.experiment("burst.yaml").faults
    #expect(faults.contains("unknown key 'memroy' in the host, did you mean 'memory'?"))
    #expect(!faults.contains("missing key"))
  }

  @Test func `a range of counts needs no unit`() throws {
    let faults = try faults(
      """
        grid: { policies.oom-notifier: [none, { use: wait-for-quota }] }
        random: { points: 4, over: { host.cpus: 1..8 } }
      """)
    #expect(!faults.contains("error:"), "\(faults)")
  }
}
