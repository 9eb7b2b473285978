// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import HostConfiguration
internal import ResultStore
internal import TrialExecution

/// Measures the keeping of trials.
struct BenchStoreCommand: SetasideSubcommand {
  private static let pointCount = 1_000

  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "Measures how long it takes to keep trials, each commit waiting for the disk.",
    discussion: """
        setaside bench store --trials 100000 --metrics 90 --json

      The trials are made beforehand and do not count. The file is written anew and removed at the end.
      """)

  @Option(help: "How many trials.")
  var trials = 25_600

  @Option(help: "How many metrics each has.")
  var metrics = 90

  @Option(help: "How many trials one commit has.")
  var batch = 256

  @Option(name: [.customShort("o"), .customLong("output")], help: "The file; it must not exist.")
  var output = "bench-store.sqlite"

  @Flag(help: "Prints one line of JSON.")
  var json = false

  func validate() throws {
    try WholeNumberArgument.check("--trials", trials, 1...10_000_000)
    try WholeNumberArgument.check("--metrics", metrics, 0...10_000)
    try WholeNumberArgument.check("--batch", batch, 1...1_000_000)
  }

  func execute(in session: Session) async throws(CommandFailure) {
    try ResultsFile.checkNew(output)
    defer { try? FileManager.default.removeItem(atPath: output) }
    do throws(ResultStoreError) {
      session.answer(try measure())
    } catch {
      throw CommandFailure(.failure, error.description)
    }
  }

  private func measure() throws(ResultStoreError) -> String {
    let names = MetricNames((0..<metrics).map { "task.job\($0 / 9).metric-\($0 % 9)" })
    let points = (0..<Self.pointCount).map {
      PointRecord(index: $0, label: "point \($0)", assignments: "{}")
    }
    var store = try open()
    _ = try store.plan(points: points, trials: [])
    var append = 0.0
    for start in stride(from: 0, to: trials, by: batch) {
      let records = (start..<min(start + batch, trials)).map { record($0, names) }
      append += try seconds { () throws(ResultStoreError) in _ = try store.append(records) }
    }
    let close = try seconds { () throws(ResultStoreError) in try store.close() }
    let bytes = (try? FileManager.default.attributesOfItem(atPath: output)[.size]) as? Int ?? 0
    let places = (0..<trials).map { place($0) }
    let reopen = try seconds { () throws(ResultStoreError) in
      store = try open()
      _ = try store.plan(points: points, trials: places)
    }
    let read = try seconds { () throws(ResultStoreError) in
      _ = try store.observations(of: Array(names.names.prefix(10)))
    }
    try store.close()
    let perTrial = { (seconds: Double) in seconds / Double(trials) * 1e6 }
    let figures: [(name: String, value: JSONValue)] = [
      ("trials", .integer(Int64(trials))), ("metrics", .integer(Int64(metrics))),
      ("batch", .integer(Int64(batch))), ("append-us", .number(perTrial(append))),
      ("close-ms", .number(close * 1e3)), ("plan-of-resumed-sweep-ms", .number(reopen * 1e3)),
      ("read-ten-metrics-us", .number(perTrial(read))),
      ("bytes-per-trial", .number(Double(bytes) / Double(trials))),
    ]
    let words = figures.map { "\($0.name) \($0.value.line)" }.joined(separator: "\n")
    return json ? JSONValue.object(figures).line : words
  }

  private func open() throws(ResultStoreError) -> ResultStore {
    try ResultStore.open(
      path: output, experiment: "bench",
      provenance: RunProvenance(
        engineVersion: EngineVersion.current, kind: "bench",
        commandLine: CommandLine.arguments.joined(separator: " "), host: "", started: "",
        experimentText: ""))
  }

  private func place(_ trial: Int) -> PlannedTrial {
    // As long as a real key, and as random at its beginning.
    let scattered = UInt64(trial) &* 0x9e37_79b9_7f4a_7c15
    let digits = String(scattered | 1 << 63, radix: 16)
    let key = digits + digits + digits + String(UInt64(trial) | 1 << 63, radix: 16)
    return PlannedTrial(
      point: trial % Self.pointCount, repetition: trial / Self.pointCount, key: key)
  }

  private func record(_ trial: Int, _ names: MetricNames) -> TrialRecord {
    // A fifth undefined, a quarter of the rest percentiles, and numbers from 1 to 36 bits.
    let readings = names.names.indices.map { index -> MetricReading in
      let bits = (UInt64(trial) &* 31 &+ UInt64(index)) &* 0x9e37_79b9_7f4a_7c15
      return MetricReading(
        index % 5 == 4
          ? .undefined(reason: "there were none") : .defined(Int64(bits >> (28 + bits % 36))),
        samples: index % 5 == 3 ? 24_576 : nil)
    }
    return TrialRecord(
      place: place(trial), seed: UInt64(trial) &* 0x9e37_79b9_7f4a_7c15, outcome: .ended(.done),
      digest: "00112233aabbccdd", simulatedEndNanoseconds: 30_000_000_000, wallNanoseconds: 123_456,
      policyIdentity: "allocation-failure=convert-one@1f2e, oom-notifier=none@77aa",
      values: MetricValues(of: names, readings))
  }

  private func seconds(
    _ work: () throws(ResultStoreError) -> Void
  ) throws(ResultStoreError) -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try work()
    return start.duration(to: clock.now) / .seconds(1)
  }
}
