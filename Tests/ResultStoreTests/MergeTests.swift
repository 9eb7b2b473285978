// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import HostConfiguration
import Testing

@testable import ResultStore

/// Putting shards together.
@Suite struct MergeTests {
  let folder: TemporaryFolder
  let output: String

  init() throws {
    folder = try TemporaryFolder()
    output = folder.file("all.sqlite")
  }

  private static let holder = LockHolder(host: "lpar7", started: "now", commandLine: "merge")

  private func shard(
    _ name: String, _ records: [TrialRecord], experiment: String = "burst",
    provenance: RunProvenance? = nil, points: [PointRecord] = Samples.points
  ) throws -> String {
    let path = folder.file(name)
    let store = try Samples.open(
      path, experiment: experiment, provenance: provenance ?? Samples.provenance(host: name))
    _ = try store.plan(points: points, trials: [])
    _ = try store.append(records)
    try store.close()
    return path
  }

  private func merge(_ paths: String...) throws -> MergeReport {
    try ResultStore.merge(into: output, from: paths, as: Self.holder)
  }

  /// Everything that depends on the experiment alone, as text.
  private func outcomes(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { database in
      try [
        "outcomes ORDER BY point, repetition", "results ORDER BY point, repetition, metric",
        "points ORDER BY point",
      ].flatMap { table in
        try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { row in
          row.databaseValues.map(\.description).joined(separator: " ")
        }
      }
    }
  }

  private func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  private static let records = [
    Samples.trial(0, 0), Samples.trial(1, 0), Samples.other(0, 1), Samples.failure(1, 1),
    Samples.trial(0, 2), Samples.trial(1, 2, completion: .undefined(reason: "task killed")),
  ]

  @Test func `shards together are what one machine would have made`() throws {
    let one = try shard("one.sqlite", Array(Self.records.reversed()))
    let even = try shard("even.sqlite", [0, 2, 4].map { Self.records[$0] })
    let odd = try shard("odd.sqlite", [1, 3, 5].map { Self.records[$0] })
    let report = try merge(odd, even)
    #expect(report.inputs.map(\.path) == [odd, even])
    #expect(report.inputs.map(\.trials) == [3, 3] && report.inputs.map(\.added) == [3, 3])
    #expect(report.overlapping == 0 && report.places == 6)
    #expect(try outcomes(output) == outcomes(one))
    #expect(try outcomes(output).count > 20)
    let reader = try ResultStore.openForReading(path: output)
    #expect(try reader.runs().map(\.host) == ["odd.sqlite", "even.sqlite"])
    #expect(try reader.planRun()?.sources == Samples.provenance().sources)
    #expect(try reader.trials(ofPoint: 0).map(\.run) == [2, 2, 2])
    #expect(try reader.trials(ofPoint: 1).map(\.run) == [1, 1, 1])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.sorted() == ["all.sqlite", "even.sqlite", "odd.sqlite", "one.sqlite"])
  }

  @Test func `merging again changes nothing, and a late shard is added`() throws {
    let even = try shard("even.sqlite", [0, 2, 4].map { Self.records[$0] })
    let odd = try shard("odd.sqlite", [1, 3].map { Self.records[$0] })
    let late = try shard("late.sqlite", [Self.records[5]])
    _ = try merge(even, odd)
    let before = try bytes(output)
    let again = try merge(odd, even, output)
    #expect(again.added == 0 && again.overlapping == 0)
    #expect(try bytes(output) == before)
    #expect(try merge(even, odd, late).added == 1)
    #expect(try outcomes(output) == outcomes(shard("one.sqlite", Self.records)))
  }

  @Test func `trials of two files are kept once and counted`() throws {
    let one = try shard("one.sqlite", Array(Self.records[0..<4]))
    let two = try shard("two.sqlite", Array(Self.records[2..<6]))
    let report = try merge(one, two)
    #expect(report.overlapping == 2)
    #expect(report.inputs.map(\.added) == [4, 2])
    #expect(try outcomes(output) == outcomes(shard("all-of-it.sqlite", Self.records)))
  }

  @Test(arguments: [false, true])
  func `a trial that ended is preferred to its failure`(isFailureFirst: Bool) throws {
    let ended = TrialRecord(
      place: Samples.place(1, 1), seed: 5, outcome: .ended(.done), digest: "77",
      simulatedEndNanoseconds: 1, wallNanoseconds: 2, policyIdentity: "drain@4c", metrics: [])
    let paths = [
      try shard("failed.sqlite", [Samples.failure(1, 1)]), try shard("ended.sqlite", [ended]),
    ]
    let report = try ResultStore.merge(
      into: output, from: isFailureFirst ? paths : paths.reversed(), as: Self.holder)
    #expect(report.replacedFailures == 1)
    #expect(
      try ResultStore.openForReading(path: output).trials(ofPoint: 1).map(\.record) == [ended])
  }

  @Test func `trials that ended otherwise are refused with both files and their keys`() throws {
    let one = try shard("one.sqlite", [Samples.trial(0, 0), Samples.trial(0, 1)])
    let two = try shard(
      "two.sqlite", [Samples.trial(0, 0, digest: "beef"), Samples.trial(0, 1)])
    let expected = ResultStoreError.contradiction(
      path: two, other: one, count: 1, keys: ["key-0-0"])
    #expect(throws: expected) { try merge(one, two) }
    #expect(
      expected.description.contains("\(two): error: 1 of its trials ended otherwise in \(one)"))
    #expect(!FileManager.default.fileExists(atPath: output))
    #expect(!FileManager.default.fileExists(atPath: output + ".lock"))
  }

  @Test func `mixtures are refused with both files`() throws {
    let good = try shard("good.sqlite", [Samples.trial(0, 0)])
    let renamed = [
      Samples.points[0], PointRecord(index: 1, label: "drained", assignments: "{}"),
    ]
    let edited = RunProvenance(
      engineVersion: "1.0.0", commandLine: "", host: "", started: "", sources: "burst.yaml\nx\n",
      experimentText: "")
    let newer = TrialRecord(
      place: Samples.place(1, 0), seed: 5, outcome: .ended(.done), digest: "77",
      simulatedEndNanoseconds: 1, wallNanoseconds: 2, policyIdentity: "none@20", metrics: [])
    let strangers = [
      (
        try shard("a.sqlite", [], experiment: "storm"),
        "of experiment 'storm', the other of 'burst'"
      ),
      (
        try shard("b.sqlite", [], provenance: Samples.provenance(engineVersion: "2")),
        "of engine 2, the other of 1.0.0"
      ),
      (try shard("c.sqlite", [], provenance: edited), "the text of the experiment"),
      (try shard("d.sqlite", [], points: renamed), "its point 1 is 'drained', in the other it is"),
      (try shard("e.sqlite", [], points: [Samples.points[0]]), "it has 1 point, the other has 2"),
      (try shard("f.sqlite", [newer]), "another version of the policy none"),
    ]
    for (stranger, words) in strangers {
      let error = #expect(throws: ResultStoreError.self) { try merge(good, stranger) }
      let text = error?.description ?? ""
      #expect(text.contains(stranger) && text.contains(good) && text.contains(words), "\(text)")
      #expect(!FileManager.default.fileExists(atPath: output))
    }
    _ = try merge(good)
    let before = try bytes(output)
    for (stranger, _) in strangers {
      #expect(throws: ResultStoreError.self) { try merge(stranger) }
      #expect(try bytes(output) == before)
    }
  }

  @Test func `an output that somebody writes is refused`() throws {
    let good = try shard("good.sqlite", [Samples.trial(0, 0)])
    let writer = try Samples.open(output)
    #expect(throws: ResultStoreError.self) { try merge(good) }
    try writer.close()
    #expect(try merge(good).added == 1)
  }

  @Test func `a shard that was stopped before its first trial does no harm`() throws {
    let good = try shard("good.sqlite", [Samples.trial(0, 0)])
    let empty = folder.file("empty.sqlite")
    try Samples.open(empty).close()
    #expect(try merge(empty, good).added == 1)
    #expect(try ResultStore.openForReading(path: output).points() == Samples.points)
  }
}
