// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ExperimentFiles

@Suite struct ExperimentFaultTests {
  private static let faulty = """
    include: [hosts/lpar-96g.yaml]
    host: { memroy: 1 GiB, cpus: 0, tick: 3 Hz }
    guests:
      - { name: db, memory: 64, teardown: lazy-reboot, stops: { at: 0 s }, shared: 120 % }
      - { memory: 20 ms }
    tasks:
      - { name: batch, starts: { after: bd.exit }, allocates: 48 GIB, rate: 4 GiB }
      - { name: idle }
      - { name: late, allocates: 1 MiB, every: 1 s, bursts: 3, starts: { after: db.exti } }
    policies:
      allocation-failure: none
      oom-notifier: { use: wait-for-quota, page: 3, timeout: 3 h, pages: 3 ms, counter: page }
      reclaim-throttle: unpacd
    sweep: { grid: { tasks.batch.rat: [1 GiB/s], policies.oom-notifier.tries: [1, 0] } }
    measure: [task.btch.completion]
    compare: { baseline: { tasks.batch.rat: 2 GiB/s }, require: "P(oom.kils > 0) <= 1 %" }
    """

  private static let messages = """
    burst.yaml:2:9: error: unknown key 'memroy' in the host, did you mean 'memory'?
    host: { memroy: 1 GiB, cpus: 0, tick: 3 Hz }
            ^
    burst.yaml:2:30: error: 'cpus': expected 1...1024, found 0
    host: { memroy: 1 GiB, cpus: 0, tick: 3 Hz }
                                 ^
    burst.yaml:2:39: error: 'tick': the period of 3 Hz is not a whole number of nanoseconds
    host: { memroy: 1 GiB, cpus: 0, tick: 3 Hz }
                                          ^
    burst.yaml:4:25: error: 'memory': expected an amount of memory with its unit, such as \
    '64 GiB', found '64'
      - { name: db, memory: 64, teardown: lazy-reboot, stops: { at: 0 s }, shared: 120 % }
                            ^
    burst.yaml:4:39: error: 'teardown': 'lazy-reboot' is for guests that reboot, this one \
    stops
      - { name: db, memory: 64, teardown: lazy-reboot, stops: { at: 0 s }, shared: 120 % }
                                          ^
    burst.yaml:4:80: error: 'shared': expected 0 %...100 %, found 120 %
      - { name: db, memory: 64, teardown: lazy-reboot, stops: { at: 0 s }, shared: 120 % }
                                                                                   ^
    burst.yaml:5:5: error: missing key 'name' in a guest
      - { memory: 20 ms }
        ^
    burst.yaml:5:15: error: 'memory': expected an amount of memory such as '64 GiB', found \
    '20 ms', a duration
      - { memory: 20 ms }
                  ^
    burst.yaml:7:37: error: 'after': there is no guest 'bd', did you mean 'db'?
      - { name: batch, starts: { after: bd.exit }, allocates: 48 GIB, rate: 4 GiB }
                                        ^
    burst.yaml:7:62: error: 'allocates': unknown unit 'GIB', did you mean 'GiB'?
      - { name: batch, starts: { after: bd.exit }, allocates: 48 GIB, rate: 4 GiB }
                                                                 ^
    burst.yaml:7:73: error: 'rate': expected a rate such as '4 GiB/s', found '4 GiB', an \
    amount of memory
      - { name: batch, starts: { after: bd.exit }, allocates: 48 GIB, rate: 4 GiB }
                                                                            ^
    burst.yaml:8:13: error: a task needs 'allocates' with 'rate' or 'every', or 'bursts', \
    or 'replays'
      - { name: idle }
                ^
    burst.yaml:9:19: error: 'allocates' does not go with 'bursts'
      - { name: late, allocates: 1 MiB, every: 1 s, bursts: 3, starts: { after: db.exti } }
                      ^
    burst.yaml:9:37: error: 'every' does not go with 'bursts'
      - { name: late, allocates: 1 MiB, every: 1 s, bursts: 3, starts: { after: db.exti } }
                                        ^
    burst.yaml:9:57: error: 'bursts': expected '{ interval: …, size: …, holds: … }', found '3'
      - { name: late, allocates: 1 MiB, every: 1 s, bursts: 3, starts: { after: db.exti } }
                                                            ^
    burst.yaml:9:80: error: 'after': unknown event 'exti', there are stop, exit, all-free, \
    did you mean 'exit'?
      - { name: late, allocates: 1 MiB, every: 1 s, bursts: 3, starts: { after: db.exti } }
                                                                                   ^
    burst.yaml:11:23: error: 'allocation-failure': 'none' is a policy for 'oom-notifier'
      allocation-failure: none
                          ^
    burst.yaml:12:40: error: unknown parameter 'page' of the policy 'wait-for-quota', did \
    you mean 'pages'?
      oom-notifier: { use: wait-for-quota, page: 3, timeout: 3 h, pages: 3 ms, counter: page }
                                           ^
    burst.yaml:12:58: error: 'timeout': expected 0 s...10 s, found 3 h
      oom-notifier: { use: wait-for-quota, page: 3, timeout: 3 h, pages: 3 ms, counter: page }
                                                             ^
    burst.yaml:12:70: error: 'pages': expected a number of pages such as '256 pages', found \
    '3 ms', a duration
      oom-notifier: { use: wait-for-quota, page: 3, timeout: 3 h, pages: 3 ms, counter: page }
                                                                         ^
    burst.yaml:12:85: error: 'counter': expected one of 'pages', 'nodes', found 'page', did \
    you mean 'pages'?
      oom-notifier: { use: wait-for-quota, page: 3, timeout: 3 h, pages: 3 ms, counter: page }
                                                                                        ^
    burst.yaml:13:21: error: 'reclaim-throttle': unknown policy 'unpacd', did you mean \
    'unpaced'?
      reclaim-throttle: unpacd
                        ^
    burst.yaml:14:30: error: unknown key 'rat' in a task, did you mean 'rate'?
    sweep: { grid: { tasks.batch.rat: [1 GiB/s], policies.oom-notifier.tries: [1, 0] } }
                                 ^
    burst.yaml:14:79: error: 'tries': expected at least 1, found 0
    sweep: { grid: { tasks.batch.rat: [1 GiB/s], policies.oom-notifier.tries: [1, 0] } }
                                                                                  ^
    burst.yaml:15:11: error: 'measure': unknown metric 'task.btch.completion', did you mean \
    'task.batch.completion'?
    measure: [task.btch.completion]
              ^
    burst.yaml:16:41: error: 'baseline': the sweep does not give 'tasks.batch.rat' the \
    value '2 GiB/s', did you mean '1 GiB/s'?
    compare: { baseline: { tasks.batch.rat: 2 GiB/s }, require: "P(oom.kils > 0) <= 1 %" }
                                            ^
    burst.yaml:16:64: error: 'require': unknown metric 'oom.kils', did you mean 'oom.kills'?
    compare: { baseline: { tasks.batch.rat: 2 GiB/s }, require: "P(oom.kils > 0) <= 1 %" }
                                                                   ^
    """

  private func files(_ burst: String) throws -> TemporaryFiles {
    try TemporaryFiles([
      ("burst.yaml", burst), ("hosts/lpar-96g.yaml", ExperimentTests.host),
    ])
  }

  @Test func `reports every fault of an experiment at its place`() throws {
    let files = try files(Self.faulty)
    let (experiment, faults) = files.experiment("burst.yaml")
    #expect(experiment == nil)
    #expect(faults == Self.messages)
  }

  @Test func `a key that stands twice hides no other fault`() throws {
    let files = try files(
      """
      host: { memory: 96 GiB, memory: 64 GiB, cpos: 4 }
      """)
    #expect(
      files.experiment("burst.yaml").faults == """
        burst.yaml:1:25: error: duplicate key 'memory'
        host: { memory: 96 GiB, memory: 64 GiB, cpos: 4 }
                                ^
        burst.yaml:1:9: note: the first one is here
        host: { memory: 96 GiB, memory: 64 GiB, cpos: 4 }
                ^
        burst.yaml:1:41: error: unknown key 'cpos' in the host, did you mean 'cpus'?
        host: { memory: 96 GiB, memory: 64 GiB, cpos: 4 }
                                                ^
        """)
  }

  @Test func `checks every combination of a small sweep`() throws {
    let files = try files(
      """
      host: { memory: 96 GiB }
      guests: [{ name: db, memory: 64 GiB }]
      sweep: { grid: { guests.db.memory: [8 GiB, 64 GiB], host.page-cache.clean: [1 GiB, 40 GiB] } }
      """)
    #expect(
      files.experiment("burst.yaml").faults == """
        burst.yaml:1:17: error: 'memory': the host's 96 GiB cannot hold what is in use at the start: \
        104 GiB of guests, page cache, kernel and programs
        host: { memory: 96 GiB }
                        ^
        """)
  }

  /// The message of the only fault of an experiment with one more line.
  private func fault(_ line: String, overrides: [String] = []) throws -> String {
    let files = try files(
      """
      host: { memory: 96 GiB }
      guests: [{ name: db, memory: 64 GiB, stops: { at: 0 s } }]
      \(line)
      """)
    let faults = files.experiment("burst.yaml", overrides: overrides).faults
    return String(faults.prefix { $0 != "\n" })
  }

  @Test(
    arguments: [
      ("tasks: [{ name: db, allocates: 1 MiB, every: 1 s }]", "3:17: error: 'name': 'db' is taken"),
      (
        "tasks: [{ name: 1b, allocates: 1 MiB, every: 1 s }]",
        "3:17: error: 'name': expected letters, digits and hyphens, beginning with a letter, "
          + "found '1b'"
      ),
      (
        "policies: { oom-notifier: frobnicate }",
        "3:27: error: 'oom-notifier': unknown policy 'frobnicate', there are none, wait-for-quota"
      ),
      (
        "policies: { oom-notifier: { use: none, pages: 1 } }",
        "3:40: error: unknown parameter 'pages' of the policy 'none', which has none"
      ),
      (
        "policies: { oom-notifier: { pages: 1 } }",
        "3:27: error: 'oom-notifier': expected the name of a policy, or '{ use: …, … }' with its "
          + "parameters"
      ),
      (
        "policies: { oom-notifer: none }",
        "3:13: error: unknown key 'oom-notifer' in the policies, did you mean 'oom-notifier'?"
      ),
      (
        "costs: { scan: costs.reclaim, reclaim: costs.scan }",
        "3:16: error: 'scan': these values depend on each other: costs.reclaim -> costs.scan -> "
          + "costs.reclaim"
      ),
      ("setaside: 2", "3:11: error: 'setaside': expected version 1 of the format, found '2'"),
      ("until: 25 h", "3:8: error: 'until': expected 1 ns...24 h, found 25 h"),
      (
        "until: 10 s\nslowdown-window: 11 s",
        "4:18: error: 'slowdown-window': it may last until 11 s, but the run is cut off at 10 s"
      ),
      (
        "compare: { baseline: { host.cpus: 1 } }",
        "3:24: error: 'baseline': the sweep does not vary 'host.cpus'"
      ),
      (
        "compare: { require: \"P(oom.kills > 0 ms) <= 1 %\" }",
        "3:36: error: 'require': expected a whole number such as '4', found '0 ms', a duration"
      ),
      (
        "tasks: [{ name: t, allocates: 1 GiB, rate: 1 GiB/s, starts: { when: host.free } }]",
        "3:69: error: 'when': expected a condition such as 'host.free >= 50 GiB' or 'host.free > host.marks.low', found 'host.free'"
      ),
      (
        "tasks: [{ name: t, replays: gone.csv }]",
        "3:29: error: 'replays': 'gone.csv' does not exist"
      ),
      (
        "tasks: [{ name: t, allocates: 1 GiB, rate: { uniform: [1 GiB/s, 2 GiB/s] } }]",
        "3:44: error: 'rate': expected a rate such as '4 GiB/s', found a block of keys"
      ),
      (
        "sweep: { grid: { guests.db.vcpus: [1] }, where: \"host.memroy > 1 GiB\" }",
        "3:55: error: 'where': 'host.memroy' leads nowhere: there is no 'memroy', "
          + "did you mean 'memory'?"
      ),
    ])
  func `names a fault at its place`(line: String, message: String) throws {
    let found = try fault(line)
    #expect(found == "burst.yaml:" + message)
  }

  @Test func `reports faults of the command line at their place`() throws {
    #expect(
      try fault("", overrides: ["host.memroy=1 GiB"])
        == "command line:1:6: error: unknown key 'memroy' in the host, did you mean 'memory'?")
    #expect(
      try fault("", overrides: ["guests.bd.memory=1 GiB"])
        == "command line:1:8: error: 'guests.bd.memory' leads nowhere: nothing in 'guests' is "
        + "named 'bd', did you mean 'db'?")
    #expect(
      try fault("", overrides: ["guests.db.memory=1 GIB"])
        == "command line:1:20: error: 'memory': unknown unit 'GIB', did you mean 'GiB'?")
  }

  @Test func `says the same about a faulty value only once`() throws {
    let files = try files(
      """
      host: { memory: "guests.db.memory * 2" }
      guests: [{ name: db, memory: 64 GIB }]
      sweep: { grid: { host.cpus: [1, 2, 4] }, where: "guests.db.memory < host.memory" }
      """)
    #expect(
      files.experiment("burst.yaml").faults == """
        burst.yaml:2:33: error: 'memory': unknown unit 'GIB', did you mean 'GiB'?
        guests: [{ name: db, memory: 64 GIB }]
                                        ^
        """)
  }
}
