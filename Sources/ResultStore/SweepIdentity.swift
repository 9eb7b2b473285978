// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB
internal import HostConfiguration

/// What makes two files parts of one sweep.
struct SweepIdentity {
  /// The file.
  let path: String
  /// The name of the experiment.
  let experiment: String
  /// The version of the simulator.
  let engineVersion: String
  /// The sources of the run that laid down the plan; nil if there is no plan yet.
  let sources: String?
  /// The points of the plan.
  let points: [PointRecord]
  /// The versions of the policies of planned trials, by role and name.
  let policies: [String: String]

  /// Reads what a file is of.
  init(_ database: Database, path: String) throws {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM experiment") else {
      throw ResultStoreError.damaged(path: path, detail: "the experiment is not named")
    }
    self.path = path
    experiment = try row.decode(forColumn: "name")
    engineVersion = try row.decode(forColumn: "engine_version")
    sources = try RunRow.ofPlan(in: database)?.sources
    points = try Row.fetchAll(database, sql: "SELECT * FROM points ORDER BY point").map { row in
      PointRecord(
        index: try row.decode(forColumn: "point"), label: try row.decode(forColumn: "label"),
        assignments: try row.decode(forColumn: "assignments"))
    }
    let sets = try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT policies FROM plan JOIN trials USING (trial) JOIN policy_sets USING (policy_set)
        """)
    var policies: [String: String] = [:]
    for policy in sets.flatMap({ $0.components(separatedBy: ", ") }) {
      let parts = policy.split(separator: "@", maxSplits: 1)
      if parts.count == 2 { policies[String(parts[0])] = String(parts[1]) }
    }
    self.policies = policies
  }

  /// Refuses a file that is of another sweep than this one.
  ///
  /// - Parameter areAlike: whether two encoded sources that differ are of the same experiment.
  func check(
    _ other: SweepIdentity, areAlike: (String, String) -> Bool
  ) throws(ResultStoreError) {
    guard let difference = difference(to: other, areAlike) else { return }
    throw .mixture(path: other.path, other: path, difference: difference)
  }

  private func difference(
    to other: SweepIdentity, _ areAlike: (String, String) -> Bool
  ) -> String? {
    if other.experiment != experiment {
      return "it is of experiment '\(other.experiment)', the other of '\(experiment)'"
    }
    if other.engineVersion != engineVersion {
      return "it is of engine \(other.engineVersion), the other of \(engineVersion)"
    }
    // A shard that was stopped before its first trial has no plan, and does no harm.
    guard let sources, let found = other.sources else { return nil }
    if found != sources, !areAlike(sources, found) {
      return "the text of the experiment, a setting of its command, or the rule by which its "
        + "repetitions were added is not the same"
    }
    if other.points.count != points.count {
      return "it has \(CountText.of(other.points.count, "point")), the other has \(points.count)"
    }
    let edited = policies.keys.sorted().first { name in
      other.policies[name].map { $0 != policies[name] } ?? false
    }
    if let edited { return "its trials have another version of the policy \(edited)" }
    guard let (own, its) = zip(points, other.points).first(where: { $0 != $1 }) else { return nil }
    return "its point \(its.index) is '\(its.label)', in the other it is '\(own.label)'"
  }
}
