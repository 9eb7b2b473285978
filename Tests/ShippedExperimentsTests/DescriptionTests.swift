// SPDX-License-Identifier: Apache-2.0

import ExperimentFiles
import Foundation
import HostConfiguration
import HostModel
import Policies
import PolicyKit
import Testing
import TrialExecution

/// What the descriptions of the shipped experiments say is found, at one seed of the points that it is about.
@Suite struct DescriptionTests {
  /// The readings of one trial.
  struct Outcome {
    let readings: [String: MetricValue]

    /// A metric in its stored unit; an issue is recorded where it has no value.
    func value(_ metric: String) throws -> Int64 {
      try #require(readings[metric]?.integer, "\(metric): \(String(describing: readings[metric]))")
    }
  }

  private let catalogue = PolicyCatalogue(allPolicies)

  /// Runs the point whose axes have these values; others have the first that comes.
  ///
  /// - Parameter settings: what makes the trial smaller, as `-s` takes it.
  private func outcome(
    _ name: String, _ values: [String: String], settings: [String] = [], seed: UInt64 = 1
  ) throws -> Outcome {
    let experiment = try ShippedExperiment.load(
      name, catalogue, overrides: try settings.map { try Override($0) })
    let point = try #require(
      (0..<experiment.pointCount).first { point in
        let labels = Dictionary(
          experiment.assignments(ofPoint: point).map { ($0.path, $0.label) },
          uniquingKeysWith: { first, _ in first })
        return values.allSatisfy { labels[$0.key] == $0.value }
      }, "no point of \(name) has \(values)")
    var trial = try experiment.configuration(ofPoint: point)
    trial.seed = seed
    let executed = try TrialRunner(catalogue: catalogue).run(trial)
    return Outcome(
      readings: Dictionary(
        executed.metrics.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
  }

  @Test func `demo: larger batches are done sooner, and hold the lock longer`() throws {
    func run(_ notifier: String) throws -> Outcome {
      try outcome("demo", ["policies.oom-notifier": notifier])
    }
    let none = try run("none")
    #expect(try none.value("oom.kills") == 1)
    #expect(try none.value("oom.kills.avoidable") == 1)
    let order = [
      "free-batch pages=4096", "free-batch pages=256", "free-batch pages=16", "wait-for-dying",
      "drain",
    ]
    let outcomes = try order.map(run)
    let done = try outcomes.map { try $0.value("task.batch.completion") }
    #expect(done == done.sorted(), "\(done)")
    #expect(try outcomes.allSatisfy { try $0.value("oom.kills") == 0 })
    let held = try outcomes[0...2].map { try $0.value("notifier.held.max") }
    #expect(held[0] > held[1] && held[1] > held[2], "\(held)")
    #expect(try outcomes[4].value("notifier.held.max") > 1_000_000_000)
  }

  @Test func `shutdown-then-burst: no notifier is asked, and deferral alone is enough`() throws {
    let name = "shutdown-then-burst"
    let none = try outcome(name, ["policies.oom-notifier": "none"])
    let drain = try outcome(name, ["policies.oom-notifier": "drain"])
    let synchronous = try outcome(name, ["guests.db.teardown": "sync-destroy"])
    for one in [none, drain, synchronous] { #expect(try one.value("oom.kills") == 0) }
    #expect(try none.value("oom.invocations") == 0)
    let done = try none.value("task.batch.completion")
    #expect(try drain.value("task.batch.completion") == done)
    #expect(try synchronous.value("task.batch.completion") > done + 70_000_000_000)
  }

  @Test func `shutdown-then-burst-steady: only a large fast burst needs a notifier`() throws {
    func kills(_ size: String, _ rate: String) throws -> Int64 {
      try outcome(
        "shutdown-then-burst-steady",
        [
          "policies.oom-notifier": "none", "tasks.batch.allocates": size, "tasks.batch.rate": rate,
          "tasks.batch.threads": "4",
        ]
      ).value("oom.kills")
    }
    #expect(try kills("48 GiB", "4 GiB/s") == 1)
    #expect(try kills("48 GiB", "1 GiB/s") == 0)
    #expect(try kills("16 GiB", "4 GiB/s") == 0)
  }

  @Test func `many-dying: a fleet needs a notifier where its cleaners share an Ultravisor`() throws
  {
    func run(_ fleet: String, _ contention: String, _ notifier: String) throws -> Outcome {
      try outcome(
        "many-dying",
        [
          "assume.fleet": fleet, "ultravisor.contention": contention,
          "policies.oom-notifier": notifier,
        ])
    }
    #expect(try run("1", "none", "none").value("oom.kills") == 1)
    #expect(try run("8", "none", "none").value("oom.kills") == 0)
    #expect(try run("8", "serial", "none").value("oom.kills") == 1)
    let waiting = "wait-for-quota pages=4096"
    let one = try run("1", "serial", waiting)
    let eight = try run("8", "serial", waiting)
    #expect(try one.value("oom.kills") + eight.value("oom.kills") == 0)
    let (alone, chained) = (
      try one.value("notifier.held.max"), try eight.value("notifier.held.max")
    )
    #expect(chained > 40 * alone, "\(chained) and \(alone) ns")
  }

  @Test func `cleaner-pace: hysteresis spares others, a bucket makes the burst wait`() throws {
    func run(_ throttle: String) throws -> Outcome {
      try outcome(
        "cleaner-pace", ["guests.db.cleaners": "2", "policies.reclaim-throttle": throttle], seed: 2)
    }
    let unpaced = try run("unpaced")
    let hysteresis = try run("watermark-hysteresis on-below=2 GiB")
    let bucket = try run("token-bucket rate=0.1 GiB/s")
    #expect(
      try hysteresis.value("guest.web.slowdown") * 10 < unpaced.value("guest.web.slowdown") * 8)
    let done = try [unpaced, hysteresis, bucket].map { try $0.value("task.batch.completion") }
    #expect(done == done.sorted(), "\(done)")
  }

  @Test func `reboot-downtime: downtime is flat, readiness hangs on the Ultravisor`() throws {
    func run(_ memory: String, _ contention: String, _ teardown: String) throws -> Outcome {
      try outcome(
        "reboot-downtime",
        [
          "guests.db.memory": memory, "ultravisor.contention": contention,
          "guests.db.teardown": teardown,
        ])
    }
    let small = try run("8 GiB", "none", "lazy-reboot").value("guest.db.downtime")
    let large = try run("256 GiB", "none", "lazy-reboot").value("guest.db.downtime")
    #expect(abs(small - large) < small / 20, "\(small) and \(large) ns")
    func gain(_ contention: String) throws -> Int64 {
      try run("64 GiB", contention, "sync-destroy").value("guest.db.ready")
        - run("64 GiB", contention, "lazy-reboot").value("guest.db.ready")
    }
    let (none, serial) = (try gain("none"), try gain("serial"))
    #expect(none > serial && serial > 20_000_000_000, "\(none) and \(serial) ns")
  }

  @Test func `low-memory-set-aside: only an endless backlog makes the fallback slow`() throws {
    // A guest of 4 GiB instead of 64, with the same memory left beside it: 16 times less to walk.
    let small = ["guests.db.memory=4 GiB", "host.memory=10.5 GiB"]
    func milliseconds(_ backlog: String, _ policy: String) throws -> Int64 {
      try outcome(
        "low-memory-set-aside",
        [
          "tasks.nic.rate": "1.6 GiB/s", "tasks.nic.backlog": backlog,
          "policies.allocation-failure": policy,
        ], settings: small
      ).value("guest.db.shutdown-latency") / 1_000_000
    }
    let quick = try milliseconds("64 GiB", "recycle-as-node")
    #expect(quick < 200, "\(quick) ms")
    #expect(try milliseconds("64 MiB", "convert-one") < 4 * quick)
    #expect(try milliseconds("64 GiB", "convert-one") > 30 * quick)
  }
}
