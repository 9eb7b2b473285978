// SPDX-License-Identifier: Apache-2.0

import Testing

/// An axis must change a trial, and each of its values another one.
@Suite struct EqualValueTests {
  private func faults(_ sweep: String, _ more: String = "") throws -> String {
    try TemporaryFiles([
      (
        "burst.yaml",
        """
        assume: { idle: 1, half: 50 % }
        host: { memory: 96 GiB, cpus: 8 }
        guests:
          - { name: db, memory: 64 GiB, protected: true, shared: assume.half,
              teardown: lazy-shutdown, stops: { at: 0 s } }
        tasks:
          - { name: batch, starts: { at: { uniform: [0 s, 1 s] } }, allocates: 48 GiB, rate: 1 GiB/s }
        \(more)
        sweep:
          \(sweep)
        """
      )
    ]).experiment("burst.yaml").faults
  }

  private static let unvaried: [(path: String, values: String, reason: String)] = [
    ("sweep.seed", "[1, 2]", "it says where random numbers begin, which repetitions vary"),
    ("sweep.repetitions", "[1, 2]", "it says which trials there are"),
    ("sweep.where", "[a, b]", "it says which trials there are"),
    ("compare.test", "[t, wilcoxon]", "it says what reports compare"),
    ("compare", "[1, 2]", "it says what reports compare"),
    ("measure", "[1, 2]", "it says what reports show"),
    ("description", "[a, b]", "it says what is asked"),
    ("setaside", "[1, 2]", "it says how the file is to be read"),
    ("include", "[a, b]", "it says what the file is made of"),
    ("tasks.batch.name", "[a, b]", "is a name"),
  ]

  @Test(arguments: unvaried.map(\.path))
  func `what is no value of a trial is no axis, wherever it stands`(path: String) throws {
    let (_, values, reason) = try #require(Self.unvaried.first { $0.path == path })
    let parts = [
      "grid: { \(path): \(values) }", "zip: { \(path): \(values), host.cpus: [1, 2] }",
      "union: [{ grid: { \(path): \(values) } }]",
      "random: { points: 2, over: { \(path): \(values) } }",
      "sobol: { points: 2, over: { \(path): \(values) } }",
      "latin-hypercube: { points: 2, over: { \(path): \(values) } }",
      "outer: { sobol: 2, over: { \(path): \(values) } }",
      "outer: { one-at-a-time: { \(path): \(values) } }",
    ]
    for part in parts {
      let found = try faults(part)
      #expect(found.contains("error: '\(path)' is "), "\(part): \(found)")
      #expect(found.contains(reason), "\(part): \(found)")
      #expect(found.split(separator: "error:").count == 2, "\(part): \(found)")
    }
  }

  @Test func `an assumption that nothing reads is no axis`() throws {
    for part in [
      "grid: { assume.idle: [1, 2] }", "outer: { sobol: 2, over: { assume.idle: 1..2 } }",
      "random: { points: 2, over: { assume.idle: 1..2 } }",
    ] {
      #expect(try faults(part).contains("error: 'assume.idle' changes no trial"), "\(part)")
    }
    #expect(try faults("grid: { assume.half: [25 %, 75 %] }").contains("error:") == false)
  }

  private static let twins: [(axis: String, twin: String, first: String)] = [
    ("tasks.batch.rate: [1 GiB/s, 1024 MiB/s, 2 GiB/s]", "1024 MiB/s", "1 GiB/s"),
    ("tasks.batch.rate: [1.0 GiB/s, 2 GiB/s, 1 GiB/s]", "1 GiB/s", "1.0 GiB/s"),
    ("host.memory: [128 GiB, 131072 MiB]", "131072 MiB", "128 GiB"),
    ("host.cpus: [4, 2 * 2]", "2 * 2", "4"),
    ("ultravisor.destroy: [5 us, 5000 ns]", "5000 ns", "5 us"),
    ("guests.db.shared: [50 %, assume.half]", "assume.half", "50 %"),
    ("guests.db.protected: [true, on]", "on", "true"),
    ("policies.oom-notifier: [none, { use: wait-for-quota }, wait-for-quota]", "", ""),
    (
      "policies.oom-notifier: [wait-for-quota, { use: wait-for-quota, pages: 256 }]",
      "wait-for-quota pages=256", "wait-for-quota"
    ),
    (
      "policies.oom-notifier: [{ use: wait-for-quota, pages: 1 MiB }, { use: wait-for-quota, pages: 256 pages }]",
      "wait-for-quota pages=256 pages", "wait-for-quota pages=1 MiB"
    ),
    ("guests.db.stops: [{ at: 1 s }, { at: 1000 ms }]", "{ at: 1000 ms }", "{ at: 1 s }"),
  ]

  @Test(arguments: twins.indices)
  func `unequal spellings of one value are told`(index: Int) throws {
    let (axis, twin, first) = Self.twins[index]
    let found = try faults("grid: { \(axis) }")
    let expected =
      twin.isEmpty
      ? "stands twice" : "the value '\(twin)' is the same as '\(first)', and stands twice"
    #expect(found.contains(expected), "\(found)")
    #expect(!found.contains("error:"), "\(found)")
  }

  @Test func `different values are not told`() throws {
    let found = try faults(
      "grid: { tasks.batch.rate: [1 GiB/s, 1025 MiB/s], host.cpus: [2, 4], "
        + "policies.oom-notifier: [none, { use: wait-for-quota, pages: [1, 2] }] }")
    #expect(!found.contains("stands twice"), "\(found)")
  }

  @Test func `values that are equal at some points only are not told`() throws {
    let found = try faults(
      "grid: { tasks.batch.allocates: [20 GiB, 10 GiB * assume.idle], assume.idle: [1, 2] }")
    #expect(!found.contains("stands twice"), "\(found)")
    #expect(!found.contains("error:"), "\(found)")
  }

  @Test func `members of a union that are the same trial are told`() throws {
    let found = try faults(
      "union: [{ grid: { host.cpus: [4, 8] } }, { grid: { host.memory: [96 GiB, 128 GiB] } }]")
    #expect(found.contains("'union': points 1 and 2 are the same trial"), "\(found)")
  }
}
