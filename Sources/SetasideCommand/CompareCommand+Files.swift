// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import HostConfiguration
internal import Reports
internal import ResultStore
internal import SweepRunner
internal import TrialExecution

extension CompareCommand {
  /// Compares two results files, and ends with status 1 where they differ.
  func compareFiles(_ other: String, in session: Session) throws {
    let stores = [
      try ResultsFile.openForReading(results, in: session),
      try ResultsFile.openForReading(other, in: session),
    ]
    let paths = [results, other]
    var descriptions = [
      try describe(stores[0], at: results, in: session),
      try describe(stores[1], at: other, in: session),
    ]
    let engines = [try stores[0].engineVersion(), try stores[1].engineVersion()]
    let inBoth = Set(try stores[1].metricNames())
    let all = try stores[0].metricNames().filter {
      inBoth.contains($0) && (metric.isEmpty || metric.contains($0))
    }
    // Between two of one engine nothing has another meaning.
    func isRedefined(_ name: String) -> Bool {
      engines[0] != engines[1]
        && engines.contains { MetricCatalogue.isRedefined(name, sinceEngine: $0) }
    }
    for place in descriptions.indices { _ = descriptions[place].leaveOut(isRedefined) }
    let metrics = all.filter { !isRedefined($0) }
    let changes = try changes(from: stores[0], to: stores[1], engines)
    let found = FileComparison(
      try .init(paths[0], stores[0], of: descriptions[0], metrics: metrics),
      try .init(paths[1], stores[1], of: descriptions[1], metrics: metrics),
      metrics: metrics, changes: changes, leftOut: all.filter(isRedefined))
    for store in stores { try store.close() }
    if output.isOfOneTable {
      session.answer(try output.text(of: [found.table]))
    } else if output.json {
      session.answer(found.json.lines)
    } else {
      session.answer(found.lines(width: session.width))
    }
    if found.differs { throw CommandFailure(.failure, "") }
  }

  /// As much of a commit as tells it from others.
  private static func short(_ commit: String?) -> String? {
    commit.map { $0.hasSuffix("+changed") ? $0.prefix(12) + "+changed" : String($0.prefix(12)) }
  }

  /// What the trials of two files were run with that is not the same, in words.
  private func changes(
    from before: ResultStore, to after: ResultStore, _ engines: [String]
  ) throws -> [String] {
    let (one, other) = (try before.planRun(), try after.planRun())
    func change(_ name: String, _ from: String?, _ to: String?) -> String? {
      from == to ? nil : "\(name) \(from ?? "unknown") -> \(to ?? "unknown")"
    }
    let program = [
      change("engine", engines[0], engines[1]), change("version", one?.version, other?.version),
      change("commit", Self.short(one?.gitCommit), Self.short(other?.gitCommit)),
    ].compactMap(\.self)
    // The kernel and the costs stand in the text of what was run.
    let values = ResolvedLines(one?.experimentText ?? "")
      .changes(to: ResolvedLines(other?.experimentText ?? ""))
    return (program.isEmpty ? [] : [program.joined(separator: ", ")]) + values
  }
}
