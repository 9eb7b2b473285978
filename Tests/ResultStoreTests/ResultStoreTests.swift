// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import HostConfiguration
import Testing

@testable import ResultStore

/// Storing trials and reading them back.
@Suite struct ResultStoreTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("burst.sqlite")
  }

  /// A store with two points planned.
  private func planned() throws -> ResultStore {
    let store = try Samples.open(path)
    _ = try store.plan(points: Samples.points, trials: [])
    return store
  }

  @Test func `trials read back are those that were stored`() throws {
    let store = try planned()
    let records = [
      Samples.trial(0, 1, completion: .undefined(reason: "task killed"), outcome: .ended(.panic)),
      Samples.trial(0, 0, outcome: .ended(.policyReplaced)), Samples.failure(1, 0),
    ]
    let report = try store.append(records)
    #expect(report.added == ["key-0-1", "key-0-0", "key-1-0"])
    #expect(report.alreadyPresent.isEmpty && report.contradictions.isEmpty)
    try store.close()

    let reader = try ResultStore.openForReading(path: path)
    #expect(try reader.experiment() == "burst")
    #expect(try reader.points() == Samples.points)
    #expect(try reader.trials(ofPoint: 0).map(\.record) == [records[1], records[0]])
    #expect(try reader.trials(ofPoint: 1) == [StoredTrial(record: records[2], run: 1)])
    #expect(try reader.trials(ofPoint: 2).isEmpty)
    #expect(try reader.failedTrials().map(\.record) == [records[2]])
    #expect(
      try reader.metricNames() == ["oom.kills", "stall.request.p99", "task.batch.completion"])
    #expect(try reader.runs() == [Samples.provenance()])
  }

  @Test func `every commit waits for the disk`() throws {
    let store = try Samples.open(path)
    let (journalMode, synchronous) = try store.durability()
    #expect(journalMode == "wal")
    #expect(synchronous == 2)
  }

  @Test func `a store that was never closed has its trials`() throws {
    let store = try planned()
    _ = try store.append([Samples.trial(0, 0)])
    // A copy of the file and its log, as a machine that lost its power would leave them.
    let copy = folder.file("copy.sqlite")
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    let reader = try Samples.open(copy)
    #expect(try reader.trials(ofPoint: 0).count == 1)
    #expect(try store.trials(ofPoint: 0).count == 1)
  }

  @Test func `a trial that is there is reported and kept`() throws {
    let store = try planned()
    _ = try store.append([Samples.trial(0, 0)])
    let again = Samples.trial(0, 0, completion: .defined(1))
    let different = Samples.trial(0, 0, digest: "beef")
    let report = try store.append([again, Samples.trial(0, 1), different, Samples.failure(0, 0)])
    #expect(report.added == ["key-0-1"])
    #expect(report.alreadyPresent == ["key-0-0"])
    #expect(report.contradictions == ["key-0-0", "key-0-0"])
    #expect(try store.trials(ofPoint: 0).first?.record == Samples.trial(0, 0))
  }

  @Test func `a trial that had failed gives way, in all its places, and to nothing but a new run`()
    throws
  {
    let store = try planned()
    _ = try store.append([Samples.failure(0, 0), Samples.trial(0, 1)])
    #expect(try store.failedKeys() == ["key-0-0"])
    let again = try store.append([Samples.failure(0, 0), Samples.failure(0, 0)])
    #expect(again.replacedFailures == ["key-0-0"] && again.contradictions.isEmpty)
    #expect(again.alreadyPresent == ["key-0-0"])
    let report = try store.append([Samples.trial(0, 0), Samples.trial(0, 0)])
    #expect(report.replacedFailures == ["key-0-0"] && report.alreadyPresent == ["key-0-0"])
    #expect(report.added.isEmpty && report.contradictions.isEmpty)
    #expect(try store.failedKeys().isEmpty)
    #expect(
      try store.trials(ofPoint: 0).map(\.record) == [Samples.trial(0, 0), Samples.trial(0, 1)])
  }

  @Test(arguments: [1, 2, 3, 100])
  func `hands over the trials that are wanted in order, in batches`(size: Int) throws {
    let store = try planned()
    _ = try store.append([
      Samples.trial(1, 1), Samples.other(0, 2), Samples.trial(1, 0), Samples.trial(0, 1),
      Samples.failure(0, 0),
    ])
    var batches: [[StoredTrial]] = []
    try store.readTrials(batchSize: size, where: { $0 != 1 || $1 != 0 }) { batches.append($0) }
    #expect(batches.allSatisfy { $0.count <= size } && batches.count == (4 + size - 1) / size)
    let expected = try store.trials(ofPoint: 0) + store.trials(ofPoint: 1).dropFirst()
    #expect(batches.flatMap { $0 } == expected)
  }

  @Test func `a clock that jumps changes labels alone`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("jump.sqlite")
    let days = ["2026-03-02T12:00:00Z", "1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z", ""]
    for (index, day) in days.enumerated() {
      let store = try Samples.open(
        path,
        provenance: RunProvenance(
          engineVersion: "1.0.0", commandLine: "run \(index)", host: "lpar7", started: day,
          sources: "\(index)", experimentText: "x"))
      let trials = (0...3).map { Samples.place(0, $0) }
      #expect(try store.plan(points: Samples.points, trials: trials).count == index)
      _ = try store.append([Samples.trial(0, index)])
      #expect(try store.planRun()?.commandLine == "run \(index)")
      try store.close()
    }
    let reader = try ResultStore.openForReading(path: path)
    #expect(try reader.runs().map(\.started) == days)
    #expect(try reader.trials(ofPoint: 0).map(\.run) == [1, 2, 3, 4])
  }

  @Test func `keys that are there are found among many`() throws {
    let store = try planned()
    let records = (0..<1_200).map { Samples.trial(0, $0) }
    _ = try store.append(records)
    let wanted = (600..<1_900).map { Samples.key(0, $0) }
    #expect(try store.existingKeys(among: wanted) == Set((600..<1_200).map { Samples.key(0, $0) }))
    #expect(try store.existingKeys(among: []).isEmpty)
  }

  @Test func `one bad trial in a batch leaves none of it`() throws {
    let store = try planned()
    #expect(throws: ResultStoreError.unknownPoint(path: path, point: 7)) {
      try store.append([Samples.trial(0, 0), Samples.trial(7, 0)])
    }
    #expect(try store.existingKeys(among: ["key-0-0"]).isEmpty)
    #expect(try store.metricNames().isEmpty)
  }

  @Test func `an edited experiment finds its trials at their new places`() throws {
    let store = try planned()
    _ = try store.append([Samples.trial(0, 0), Samples.trial(1, 0), Samples.trial(1, 1)])
    let swapped = [
      PointRecord(index: 0, label: "drain", assignments: "{}"),
      PointRecord(index: 1, label: "new", assignments: "{}"),
    ]
    let existing = try store.plan(
      points: swapped,
      trials: [
        PlannedTrial(point: 0, repetition: 0, key: "key-1-0"),
        PlannedTrial(point: 0, repetition: 1, key: "key-1-1"),
        PlannedTrial(point: 1, repetition: 0, key: "key-new"),
      ])
    #expect(existing == ["key-1-0", "key-1-1"])
    #expect(try store.points() == swapped)
    #expect(try store.trials(ofPoint: 0).map(\.record.place.key) == ["key-1-0", "key-1-1"])
    #expect(try store.trials(ofPoint: 1).isEmpty)
    // What is no longer planned is still known.
    #expect(try store.existingKeys(among: ["key-0-0"]) == ["key-0-0"])
  }

  @Test func `two places with the same content share one trial`() throws {
    let store = try planned()
    _ = try store.append([Samples.trial(0, 0)])
    let existing = try store.plan(
      points: Samples.points,
      trials: [0, 1].map { PlannedTrial(point: $0, repetition: 0, key: "key-0-0") })
    #expect(existing == ["key-0-0"])
    let values = try (0...1).map { try store.observations(of: "oom.kills", atPoint: $0) }
    #expect(values[0] == values[1] && values[0].count == 1)
  }

  @Test func `observations leave no trial out`() throws {
    let store = try planned()
    _ = try store.append([
      Samples.trial(1, 2), Samples.failure(1, 0),
      Samples.trial(1, 1, completion: .undefined(reason: "task killed")),
    ])
    let observations = try store.observations(of: "task.batch.completion", atPoint: 1)
    #expect(observations.map(\.repetition) == [0, 1, 2])
    #expect(
      observations.map(\.value) == [
        .undefined(reason: "trial failed"), .undefined(reason: "task killed"),
        .defined(26_000_000_123),
      ])
    #expect(observations.map(\.seed) == [5, UInt64.max - 1, UInt64.max - 2])
    let unknown = try store.observations(of: "no.such.metric", atPoint: 1)
    #expect(unknown.last?.value == .undefined(reason: "not measured"))
    let percentiles = try store.observations(of: "stall.request.p99", atPoint: 1)
    #expect(percentiles.map(\.sampleCount) == [nil, 24_576, 24_576])
    #expect(percentiles.last?.value == .defined(Int64.min))
  }

  @Test func `pairs have the same repetition on both sides`() throws {
    let store = try planned()
    _ = try store.append([0, 1, 3, 4].map { Samples.trial(0, $0) })
    _ = try store.append([5, 4, 2, 1].map { Samples.trial(1, $0) })
    let pairs = try store.pairs(of: "oom.kills", baseline: 0, candidate: 1)
    #expect(pairs.map(\.repetition) == [1, 4])
    #expect(pairs.allSatisfy { $0.baseline.value == .defined(0) })
    #expect(pairs.allSatisfy { $0.candidate.value == .defined(1) })
    #expect(pairs.allSatisfy { $0.baseline.seed == $0.candidate.seed })
    #expect(try store.pairs(of: "oom.kills", baseline: 0, candidate: 9).isEmpty)
  }

  @Test func `a continued sweep records both of its runs`() throws {
    let store = try planned()
    _ = try store.append([Samples.trial(0, 0)])
    try store.close()
    let second = Samples.provenance(host: "lpar8", gitCommit: nil)
    let continued = try Samples.open(path, provenance: second)
    _ = try continued.append([Samples.trial(0, 1)])
    #expect(try continued.runs() == [Samples.provenance(), second])
    #expect(try continued.trials(ofPoint: 0).map(\.run) == [1, 2])
  }

  @Test func `a closed file needs no journal beside it`() throws {
    let store = try planned()
    #expect(FileManager.default.fileExists(atPath: path + "-wal"))
    try store.close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["burst.sqlite"])
    // Bytes 18 and 19 of the header are 1 for the rollback journal and 2 for the log.
    let header = try #require(FileManager.default.contents(atPath: path)?.prefix(20))
    #expect(Array(header.suffix(2)) == [1, 1])
  }

  @Test func `a report can be read while the sweep writes`() throws {
    let store = try planned()
    _ = try store.append([Samples.trial(0, 0)])
    let reader = try ResultStore.openForReading(path: path)
    _ = try store.append([Samples.trial(0, 1)])
    #expect(try reader.trials(ofPoint: 0).count == 2)
    // A reader that is still there must neither block nor break the writer's end.
    try store.close()
    #expect(try reader.trials(ofPoint: 0).count == 2)
  }

  @Test func `tasks that share a store do not lose trials`() async throws {
    let store = try planned()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for point in 0...1 {
        group.addTask {
          for repetition in 0..<20 { _ = try store.append([Samples.trial(point, repetition)]) }
        }
      }
      try await group.waitForAll()
    }
    #expect(try (0...1).map { try store.trials(ofPoint: $0).count } == [20, 20])
  }

  @Test func `one pass reads what reading point by point does`() throws {
    let store = try planned()
    _ = try store.append([
      Samples.trial(1, 2), Samples.failure(1, 0), Samples.trial(0, 0), Samples.other(0, 1),
      Samples.trial(1, 1, completion: .undefined(reason: "a \"quoted\" \\ reason\n")),
    ])
    let metrics = ["stall.request.p99", "no.such.metric", "task.batch.completion"]
    let table = try store.observations(of: metrics)
    for metric in metrics {
      for point in 0...2 {
        #expect(
          try table.observations(of: metric, atPoint: point)
            == store.observations(of: metric, atPoint: point))
      }
    }
    #expect(
      table.observations(of: "task.batch.completion", atPoint: 0).map(\.value)
        == [.defined(26_000_000_123), .defined(7)])
    #expect(
      table.observations(of: "task.batch.completion", atPoint: 1)[1].value
        == .undefined(reason: "a \"quoted\" \\ reason\n"))
    #expect(table.observations(of: "oom.kills", atPoint: 0).isEmpty)
  }

  @Test func `a store goes on after a batch that was refused`() throws {
    let store = try planned()
    _ = try store.append([Samples.trial(0, 0)])
    #expect(throws: ResultStoreError.self) {
      try store.append([Samples.other(0, 1), Samples.trial(9, 0)])
    }
    #expect(try store.append([Samples.trial(0, 0)]).alreadyPresent == ["key-0-0"])
    #expect(try store.append([Samples.other(0, 1)]).added == ["key-0-1"])
    #expect(try store.trials(ofPoint: 0).last?.record == Samples.other(0, 1))
  }

  @Test func `texts of a thousand runs are kept once`() throws {
    for index in 0..<20 {
      let provenance = Samples.provenance(host: "lpar\(index)")
      try Samples.open(path, provenance: provenance).close()
    }
    let reader = try ResultStore.openForReading(path: path)
    #expect(try reader.runs().count == 20)
    #expect(try reader.planRun() == nil)
    let documents = try DatabaseQueue(path: path).read { database in
      try Int.fetchOne(database, sql: "SELECT count(*) FROM documents")
    }
    #expect(documents == 2)
  }

  @Test func `the run that laid down the plan is known`() throws {
    try Samples.open(path, provenance: Samples.provenance(host: "lpar6")).close()
    try planned().close()
    let reader = try ResultStore.openForReading(path: path)
    #expect(try reader.planRun()?.host == "lpar7")
    #expect(try reader.planRun()?.sources == "burst.yaml\nsetaside: 1\n")
  }

  @Test func `the documented queries run and find what they promise`() throws {
    let store = try planned()
    _ = try store.append([
      Samples.trial(0, 0), Samples.trial(0, 1, completion: .undefined(reason: "task killed")),
      Samples.trial(1, 0, completion: .defined(24_000_000_123)), Samples.failure(1, 1),
    ])
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appendingPathComponent("Documentation/Results.md"), encoding: .utf8)
    let queries = page.components(separatedBy: "```sql\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
    #expect(queries.count == 5)
    let answers = try DatabaseQueue(path: path).read { database in
      try queries.map { query in
        try Row.fetchAll(database, sql: query).map { row in
          row.databaseValues.map(\.description).joined(separator: " ")
        }
      }
    }
    #expect(
      answers == [
        [#""none" "done" 2"#, #""drain" "done" 1"#, #""drain" "failed" 1"#],
        [#""none" 26.000000123 1 2"#, #""drain" 24.000000123 1 1"#],
        [#""drain" 1 -2.0"#],
        [#""drain" 1.0 1"#, #""none" 0.0 2"#],
        [#""drain" 1 "5" "drain@4c" "worker ended by signal 11" "lpar7""#],
      ])
  }
}
