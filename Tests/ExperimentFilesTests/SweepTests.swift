// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ExperimentFiles

@Suite struct SweepTests {
  private static let experiment = """
    host: { memory: 96 GiB }
    tasks: [{ name: batch, rate: 1 GiB/s, allocates: 8 GiB }]
    policies: { oom-notifier: none }

    """

  private func plan(
    _ sweep: String, overrides: [String] = []
  ) throws -> (plan: SweepPlan?, faults: String) {
    var diagnostics = Diagnostics()
    let source = Source(name: "burst.yaml", text: Self.experiment + sweep)
    var root = try #require(DocumentReader.read(source, reportingTo: &diagnostics))
    var pinned: [NodePath] = []
    for text in overrides {
      let override = try Override(text)
      root = override.applied(to: root, reportingTo: &diagnostics)
      pinned.append(override.path)
    }
    var reader = SweepReader(base: root, pinned: pinned)
    let plan = reader.read(root.mapping?["sweep"])
    diagnostics.report(contentsOf: reader.diagnostics)
    return (plan, diagnostics.description)
  }

  private func labels(_ plan: SweepPlan?) -> [String] {
    guard let plan else { return [] }
    return (0..<plan.count).map { plan.assignments(of: $0).map(\.label).joined(separator: " | ") }
  }

  @Test func `counts through a grid with the last axis fastest`() throws {
    let (plan, faults) = try plan(
      """
      sweep:
        grid:
          policies.oom-notifier: [none, { use: wait-for-quota, pages: [256, 4096], timeout: [1 ms, 2 ms] }]
          tasks.batch.rate: [1 GiB/s, 2 GiB/s]
        repetitions: 30
        seed: 2021
      """)
    #expect(faults.isEmpty)
    #expect(
      labels(plan) == [
        "none | 1 GiB/s", "none | 2 GiB/s",
        "wait-for-quota pages=256 timeout=1 ms | 1 GiB/s",
        "wait-for-quota pages=256 timeout=1 ms | 2 GiB/s",
        "wait-for-quota pages=256 timeout=2 ms | 1 GiB/s",
        "wait-for-quota pages=256 timeout=2 ms | 2 GiB/s",
        "wait-for-quota pages=4096 timeout=1 ms | 1 GiB/s",
        "wait-for-quota pages=4096 timeout=1 ms | 2 GiB/s",
        "wait-for-quota pages=4096 timeout=2 ms | 1 GiB/s",
        "wait-for-quota pages=4096 timeout=2 ms | 2 GiB/s",
      ])
    #expect(plan?.repetitions == 30)
    #expect(plan?.seed == 2021)
    let tree = plan?.tree(of: 7)
    #expect(tree?.node(at: ["policies", "oom-notifier", "pages"])?.text == "4096")
    #expect(tree?.node(at: ["tasks", "batch", "rate"])?.text == "2 GiB/s")
    #expect(tree?.node(at: ["tasks", "batch", "rate"])?.location.line == 7)
    #expect(plan?.samples(atMost: 9) == [0, 1, 2, 4, 6, 8])
  }

  @Test func `joins the grids of a union and keeps what fulfils the condition`() throws {
    let (plan, faults) = try plan(
      """
      sweep:
        union:
          - grid: { tasks.batch.allocates: { from: 16 GiB, to: 64 GiB, steps: 4 } }
          - grid: { tasks.batch.allocates: [96 GiB, 4 GiB], tasks.batch.rate: [3 GiB/s] }
        where: "tasks.batch.allocates < host.memory / 2"
      """)
    #expect(faults.isEmpty)
    #expect(labels(plan) == ["16 GiB", "32 GiB", "4 GiB | 3 GiB/s"])
  }

  @Test(
    arguments: [
      (
        "tasks.batch.allocates: { from: 1 GiB, to: 2 GiB, steps: 4 }",
        "1 GiB,1398100 KiB,1747628 KiB,2 GiB"
      ),
      ("tasks.batch.threads: { from: 16, to: 1, steps: 4 }", "16,11,6,1"),
      ("tasks.batch.share: { from: 0 %, to: 100 %, steps: 3 }", "0 %,50 %,100 %"),
      ("until: { from: 1 s, to: 2 s, steps: 2 }", "1 s,2 s"),
    ])
  func `divides a range into equal steps`(axis: String, values: String) throws {
    let (plan, faults) = try plan("sweep: { grid: { \(axis) } }")
    #expect(faults.isEmpty)
    #expect(labels(plan).joined(separator: ",") == values)
  }

  @Test func `has one point when there is no sweep`() throws {
    let (plan, faults) = try plan("")
    #expect(faults.isEmpty)
    #expect(plan?.count == 1)
    #expect(plan?.assignments(of: 0).isEmpty == true)
    #expect(plan?.repetitions == 1)
  }

  @Test func `reports every fault of a sweep at its place`() throws {
    let (plan, faults) = try plan(
      """
      sweep:
        grid:
          tasks.btach.rate: [1 GiB/s]
          host.memory.size: [1 GiB]
          tasks.batch.allocates: 4 GiB
          until: { from: 1 s, to: 2 GiB, steps: 2 }
        wher: "1 < 2"
        where: "tasks.batch.rate <"
        repetitions: 0
      """)
    #expect(plan == nil)
    #expect(
      faults == """
        burst.yaml:6:11: error: 'tasks.btach.rate' leads nowhere: \
        nothing in 'tasks' is named 'btach', did you mean 'batch'?
            tasks.btach.rate: [1 GiB/s]
                  ^
        burst.yaml:7:17: error: 'host.memory.size' leads nowhere: \
        'host.memory' is a single value, it has no 'size'
            host.memory.size: [1 GiB]
                        ^
        burst.yaml:8:28: error: 'tasks.batch.allocates': expected a list of values, \
        or a range such as '{ from: 16 GiB, to: 64 GiB, steps: 4 }', found '4 GiB'
            tasks.batch.allocates: 4 GiB
                                   ^
        burst.yaml:9:29: error: 'until': expected a duration such as '20 ms', \
        found '2 GiB', an amount of memory
            until: { from: 1 s, to: 2 GiB, steps: 2 }
                                    ^
        burst.yaml:10:3: error: unknown key 'wher' in a sweep, did you mean 'where'?
          wher: "1 < 2"
          ^
        burst.yaml:11:29: error: 'where': expected a quantity or a path such as \
        'host.memory', found the end
          where: "tasks.batch.rate <"
                                    ^
        burst.yaml:12:16: error: 'repetitions': expected 1...1000000, found 0
          repetitions: 0
                       ^
        """)
  }

  @Test func `bounds the number of trials`() throws {
    let values = (1...101).map { "\($0) GiB" }.joined(separator: ", ")
    let (plan, faults) = try plan(
      """
      sweep:
        grid: { host.memory: [\(values)], tasks.batch.allocates: [\(values)] }
        repetitions: 99
      """)
    #expect(plan == nil)
    #expect(faults.contains("5:3: error: 'sweep': more than 1000000 trials"))
  }

  @Test func `says so when no point fulfils the condition`() throws {
    let (_, faults) = try plan("sweep: { where: \"host.memory < 1 GiB\" }")
    #expect(faults.contains("4:17: error: 'where': no point of the sweep fulfils this"))
  }

  @Test func `lets the command line set values and pin axes`() throws {
    let sweep =
      "sweep: { grid: { tasks.batch.rate: [1 GiB/s, 2 GiB/s], host.memory: [1 GiB, 2 GiB] } }"
    let (plan, faults) = try plan(
      sweep,
      overrides: ["tasks.batch.rate=5 GiB/s", "sweep.repetitions=7", "host.swap= { size: 1 GiB }"])
    #expect(faults.isEmpty)
    #expect(labels(plan) == ["1 GiB", "2 GiB"])
    #expect(plan?.repetitions == 7)
    let rate = plan?.tree(of: 1).node(at: ["tasks", "batch", "rate"])
    #expect(rate?.text == "5 GiB/s")
    #expect(rate?.location.description == "command line:1")
    #expect(rate?.location.column == 18)
    let (_, inside) = try self.plan(
      "sweep: { grid: { policies.oom-notifier: [none] } }",
      overrides: ["policies.oom-notifier.pages=4"])
    #expect(inside.contains("the command line sets 'policies.oom-notifier.pages', which the sweep"))
    let (axis, _) = try self.plan(sweep, overrides: ["sweep.grid.tasks.batch.rate=[9 GiB/s]"])
    #expect(labels(axis) == ["9 GiB/s | 1 GiB", "9 GiB/s | 2 GiB"])
  }

  @Test(
    arguments: [
      (
        "rate",
        "1:1: error: expected an assignment such as 'tasks.batch.rate=4 GiB/s', found 'rate'"
      ),
      ("a..b=1", "1:1: error: expected an assignment such as"),
      ("a.b= ", "1:4: error: expected a value after '='"),
      ("a.b=[1", "1:5: error: '[' is not closed"),
    ])
  func `refuses assignments that are none`(text: String, message: String) {
    #expect {
      _ = try Override(text)
    } throws: { error in
      "\(error)".hasPrefix("command line:" + message)
    }
  }
}
