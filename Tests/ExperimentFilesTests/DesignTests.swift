// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import PolicyKit
import Testing

@testable import ExperimentFiles

@Suite struct DesignTests {
  private static let experiment = """
    setaside: 1
    assume: { export-ratio: 2 }
    host: { memory: 96 GiB, cpus: 8 }
    ultravisor: { destroy: 4.5 us, export: "ultravisor.destroy * assume.export-ratio" }
    guests: [{ name: db, memory: 64 GiB }]
    tasks: [{ name: batch, rate: 1 GiB/s, allocates: 8 GiB }]
    policies: { allocation-failure: convert-one, oom-notifier: none, reclaim-throttle: unpaced }

    """

  private func load(
    _ sweep: String, overrides: [String] = []
  ) throws -> (experiment: Experiment?, faults: String) {
    let files = try TemporaryFiles([("burst.yaml", Self.experiment + sweep)])
    return files.experiment("burst.yaml", overrides: overrides)
  }

  private func labels(_ experiment: Experiment) -> [String] {
    (0..<experiment.pointCount).map {
      experiment.assignments(ofPoint: $0).map(\.label).joined(separator: " | ")
    }
  }

  @Test func `multiplies its parts in the order in which they are written`() throws {
    let (loaded, faults) = try load(
      """
      sweep:
        zip: { host.memory: [96 GiB, 128 GiB], guests.db.memory: [64 GiB, 32 GiB] }
        union:
          - grid: { tasks.batch.rate: [1 GiB/s, 2 GiB/s] }
          - zip: { tasks.batch.rate: [3 GiB/s], tasks.batch.threads: [4] }
        grid: { host.cpus: [2, 4] }
      """)
    #expect(faults.isEmpty)
    let experiment = try #require(loaded)
    #expect(
      labels(experiment) == [
        "96 GiB | 64 GiB | 1 GiB/s | 2", "96 GiB | 64 GiB | 1 GiB/s | 4",
        "96 GiB | 64 GiB | 2 GiB/s | 2", "96 GiB | 64 GiB | 2 GiB/s | 4",
        "128 GiB | 32 GiB | 1 GiB/s | 2", "128 GiB | 32 GiB | 1 GiB/s | 4",
        "128 GiB | 32 GiB | 2 GiB/s | 2", "128 GiB | 32 GiB | 2 GiB/s | 4",
        "96 GiB | 64 GiB | 3 GiB/s | 4 | 2", "96 GiB | 64 GiB | 3 GiB/s | 4 | 4",
        "128 GiB | 32 GiB | 3 GiB/s | 4 | 2", "128 GiB | 32 GiB | 3 GiB/s | 4 | 4",
      ])
    #expect(experiment.outerAxes.isEmpty)
    #expect(experiment.designPoint(ofPoint: 0) == nil)
  }

  @Test(arguments: ["random", "latin-hypercube", "sobol"])
  func `draws every kind of value inside its range`(design: String) throws {
    let (loaded, faults) = try load(
      """
      sweep:
        \(design):
          points: 32
          over:
            ultravisor.destroy: 1..10 us log
            assume.export-ratio: { from: 1.5, to: 4, scale: linear }
            host.page-cache.clean: 0..16 GiB
            tasks.batch.threads: 1..3
            policies.oom-notifier: [none, { use: wait-for-quota, pages: [1, 4096] }]
      """)
    #expect(!faults.contains("error:"), "\(faults)")
    let experiment = try #require(loaded)
    #expect(experiment.pointCount == 32)
    var threads: Set<Int64> = []
    var policies: Set<String> = []
    for point in 0..<32 {
      let trial = try experiment.configuration(ofPoint: point)
      let destroy = trial.ultravisor.destroy.nanoseconds
      #expect((1000...10_000).contains(destroy))
      let ratio = Double(trial.ultravisor.export.nanoseconds) / Double(destroy)
      #expect((1.499...4).contains(ratio))
      #expect((0...16 << 18).contains(trial.host.cleanPageCache.count))
      threads.insert(trial.tasks[0].threads)
      policies.insert(experiment.assignments(ofPoint: point)[4].label)
    }
    #expect(threads == [1, 2, 3])
    #expect(policies.count == 3)
    // A small share of a logarithmic range is where most of a linear one would be.
    let small = try (0..<32).count {
      try experiment.configuration(ofPoint: $0).ultravisor.destroy.nanoseconds < 3163
    }
    #expect((10...22).contains(small))
  }

  @Test func `labels what is drawn by as few digits as tell it apart`() {
    let range = ValueRange(
      .duration, lower: 1000, upper: 9999, isLogarithmic: false,
      location: .start(of: Source(name: "x", text: "")))
    #expect(range.telling(apart: [1004, 4503, 9999]).label(4503) == "4.5 us")
    #expect(range.telling(apart: [4503, 4504]).label(4503) == "4.503 us")
    #expect(QuantityKind.memory.shortText(2_953_846, digits: 3) == "11.3 GiB")
    #expect(QuantityKind.ratio.shortText(2_461_234, digits: 3) == "2.46")
    #expect(QuantityKind.duration.shortText(123_456_789, digits: 3) == "123 ms")
    #expect(QuantityKind.share.shortText(5_000, digits: 3) == "0.5 %")
  }

  @Test func `divides a logarithmic range into equal ratios`() throws {
    let (loaded, faults) = try load(
      "sweep: { grid: { ultravisor.destroy: { from: 8 us, to: 1 us, steps: 4, scale: log } } }")
    #expect(!faults.contains("error:"), "\(faults)")
    #expect(labels(try #require(loaded)) == ["8 us", "4 us", "2 us", "1 us"])
  }

  @Test func `keeps the points of the axes that the command line leaves`() throws {
    let sweep = """
      sweep: { latin-hypercube: { points: 4, over: { host.cpus: 1..8, tasks.batch.threads: 1..8 } } }
      """
    let both = try #require(try load(sweep).experiment)
    let one = try #require(try load(sweep, overrides: ["host.cpus=3"]).experiment)
    #expect(one.axes == ["tasks.batch.threads"])
    for point in 0..<4 {
      #expect(one.assignments(ofPoint: point)[0] == both.assignments(ofPoint: point)[1])
    }
    let none = try load(sweep, overrides: ["host.cpus=3", "tasks.batch.threads=2"]).experiment
    #expect(none?.pointCount == 1)
  }

  @Test func `has other points for another seed, and its own for a seed of its own`() throws {
    func sweep(_ seed: String) throws -> [String] {
      let over = "over: { ultravisor.destroy: 1..10 us }"
      return try labels(
        #require(try load("sweep: { random: { points: 8, \(over) }\(seed) }").experiment))
    }
    #expect(try sweep("") == sweep(", seed: 1"))
    #expect(try sweep("") != sweep(", seed: 2"))
  }

  @Test func `reports every fault of a design at its place`() throws {
    let (experiment, faults) = try load(
      """
      sweep:
        zip: { host.memory: [96 GiB, 128 GiB], guests.db.memory: [64 GiB, 32 GiB, 1 GiB] }
        sobol: { points: 3, over: { assume.export-ratoi: 1..2, ultravisor.destroy: 0..1 us log } }
        random: { point: 4, over: { host.cpus: 8..1 } }
        grid: { host.cpus: 1..8 }
      """)
    #expect(experiment == nil)
    let lines = faults.split(separator: "\n").filter { $0.contains("burst.yaml:") }
    let expected = """
      burst.yaml:9:60: error: 'zip': expected lists of the same length, \
      found 3 values of 'guests.db.memory' beside 2 of 'host.memory'
      burst.yaml:10:20: warning: only a power of two of Sobol points covers every half and \
      quarter of a range equally: take 2 or 4 instead of 3
      burst.yaml:10:38: error: 'assume.export-ratoi' leads nowhere: nothing of this name is \
      assumed, did you mean 'export-ratio'?
      burst.yaml:10:78: error: 'ultravisor.destroy': a logarithmic range must begin above zero, \
      found 0 s to 1 us
      burst.yaml:11:3: error: 'random': missing key 'points', such as 'points: 64'
      burst.yaml:11:13: error: unknown key 'point' in 'random', did you mean 'points'?
      burst.yaml:12:22: error: 'host.cpus': a grid needs the number of steps of a range, as in \
      '{ from: 1 us, to: 10 us, steps: 5, scale: log }'
      """
    #expect(lines.joined(separator: "\n") == expected)
  }

  @Test func `varies no path twice`() throws {
    let (_, faults) = try load(
      """
      sweep:
        grid: { host.cpus: [1, 2], policies.oom-notifier: [none] }
        random: { points: 2, over: { host.cpus: 1..8, policies.oom-notifier.pages: 1..8 } }
      """)
    #expect(faults.contains("burst.yaml:10:32: error: 'host.cpus' is varied twice"))
    #expect(faults.contains("'policies.oom-notifier.pages' lies inside 'policies.oom-notifier'"))
  }

  @Test func `reads what a file assumes, and warns of what nothing reads`() throws {
    let (loaded, faults) = try load("", overrides: ["assume.export-ratio=1.2345"])
    #expect(faults.isEmpty)
    #expect(try loaded?.configuration(ofPoint: 0).ultravisor.export.nanoseconds == 5555)
    #expect(try loaded?.resolvedText(ofPoint: 0).contains("export-ratio: 1.2345") == true)
    let (_, unused) = try load("", overrides: ["assume.other=1"])
    #expect(unused.contains("warning: nothing reads 'assume.other', so its value changes nothing"))
    let (_, unknown) = try load("", overrides: ["ultravisor.import=assume.exprot-ratio * 1 us"])
    #expect(unknown.contains("there is no 'exprot-ratio', did you mean 'export-ratio'?"))
    let (_, text) = try load("", overrides: ["assume.export-ratio=[1]"])
    #expect(text.contains("'export-ratio': expected a single value, found a list"))
  }
}
