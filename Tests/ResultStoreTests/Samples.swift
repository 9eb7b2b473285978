// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import ResultStore

/// Small records to store.
enum Samples {
  static func provenance(
    engineVersion: String = "1.0.0", host: String = "lpar7", gitCommit: String? = "0123abc"
  ) -> RunProvenance {
    RunProvenance(
      engineVersion: engineVersion, gitCommit: gitCommit,
      commandLine: "setaside sweep experiments/burst.yaml", host: host,
      started: "2026-03-01T12:00:00Z", sources: "burst.yaml\nsetaside: 1\n",
      experimentText: "setaside: 1\ndescription: a burst\n")
  }

  static let points = [
    PointRecord(index: 0, label: "none", assignments: #"{"policies.oom-notifier": "none"}"#),
    PointRecord(index: 1, label: "drain", assignments: #"{"policies.oom-notifier": "drain"}"#),
  ]

  static func key(_ point: Int, _ repetition: Int) -> String { "key-\(point)-\(repetition)" }

  static func place(_ point: Int, _ repetition: Int) -> PlannedTrial {
    PlannedTrial(point: point, repetition: repetition, key: key(point, repetition))
  }

  static func trial(
    _ point: Int, _ repetition: Int, completion: MetricValue = .defined(26_000_000_123),
    digest: String = "00ff", outcome: TrialOutcome = .ended(.done)
  ) -> TrialRecord {
    TrialRecord(
      place: place(point, repetition), seed: UInt64.max - UInt64(repetition), outcome: outcome,
      digest: digest, simulatedEndNanoseconds: 300_000_000_000, wallNanoseconds: 1_234_567,
      policyIdentity: "none@1f, convert-one@2e, unpaced@3d",
      metrics: [
        MetricRecord(name: "task.batch.completion", value: completion),
        MetricRecord(name: "oom.kills", value: .defined(Int64(point))),
        MetricRecord(name: "stall.request.p99", value: .defined(Int64.min), sampleCount: 24_576),
      ])
  }

  /// A trial of another shape, as the points of a sweep may have other guests and tasks.
  static func other(_ point: Int, _ repetition: Int) -> TrialRecord {
    TrialRecord(
      place: place(point, repetition), seed: 3, outcome: .ended(.done), digest: "0f",
      simulatedEndNanoseconds: 1, wallNanoseconds: 2, policyIdentity: "drain@4c",
      values: MetricValues(
        of: otherNames,
        [
          MetricReading(.undefined(reason: "")), MetricReading(.defined(7)),
          MetricReading(.defined(-3), samples: 12),
        ]))
  }

  private static let otherNames = MetricNames(
    ["stall.request.p50", "task.batch.completion", "stall.request.p99"])

  static func failure(_ point: Int, _ repetition: Int) -> TrialRecord {
    TrialRecord(
      place: place(point, repetition), seed: 5, outcome: .failed("worker ended by signal 11"),
      digest: nil, simulatedEndNanoseconds: nil, wallNanoseconds: 9, policyIdentity: "drain@4c",
      metrics: [])
  }

  /// Opens a store in a folder, by default a new one.
  static func open(
    _ path: String, experiment: String = "burst", provenance: RunProvenance = provenance()
  ) throws -> ResultStore {
    try ResultStore.open(path: path, experiment: experiment, provenance: provenance)
  }
}
