// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// What the writer of a file knows of it by heart: nobody else changes it while the lock is held.
struct WriterState {
  private static let recentMax = 8

  /// The trials by their keys.
  var keys = KeyIndex()
  /// The points of the plan.
  var points: Set<Int> = []
  /// The number of the next new trial.
  var nextTrial: Int64 = 1
  private var isLoaded = false
  private var shapes: [String: Int64] = [:]
  private var recentShapes: [(names: MetricNames, shape: Int64)] = []
  private var policySets: [String: Int64] = [:]
  private var recentPolicies: (text: String, set: Int64)?

  /// Forgets everything, after a transaction that was taken back.
  mutating func forget() { self = WriterState() }

  /// Reads the file, unless that has been done.
  mutating func load(_ database: Database, path: String) throws {
    // A merge lays out a new file in the transaction in which it fills it.
    guard !isLoaded, try !ResultSchema.isEmpty(database) else { return }
    try ResultSchema.check(database, path: path)
    try RangeCheck.check(database, path: path)
    let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM trials") ?? 0
    keys.reserve(count)
    var trials = try RawStatement("SELECT trial, key FROM trials ORDER BY trial", in: database)
    while try trials.step() {
      let trial = trials.integer(0)
      keys[trials.text(1) ?? ""] = trial
      nextTrial = trial + 1
    }
    guard keys.count == count else {
      throw ResultStoreError.damaged(path: path, detail: "two trials have the same key")
    }
    points = try Int.fetchSet(database, sql: "SELECT point FROM points")
    var named = try RawStatement("SELECT shape, names FROM shapes", in: database)
    while try named.step() { shapes[named.text(1) ?? ""] = named.integer(0) }
    var sets = try RawStatement("SELECT policy_set, policies FROM policy_sets", in: database)
    while try sets.step() { policySets[sets.text(1) ?? ""] = sets.integer(0) }
    isLoaded = true
  }

  /// The number of a shape, which is added if it is new; nil for no metrics.
  mutating func shape(of names: MetricNames, in database: Database) throws -> Int64? {
    guard !names.names.isEmpty else { return nil }
    if let known = recentShapes.first(where: { $0.names === names }) { return known.shape }
    let shape: Int64
    if let known = shapes[names.text] {
      shape = known
    } else {
      try database.execute(sql: "INSERT INTO shapes (names) VALUES (?)", arguments: [names.text])
      shape = database.lastInsertedRowID
      for (position, name) in names.names.enumerated() {
        try database.execute(
          sql: "INSERT INTO metrics VALUES (?, ?, ?)", arguments: [shape, position, name])
      }
      shapes[names.text] = shape
    }
    if recentShapes.count == Self.recentMax { recentShapes.removeFirst() }
    recentShapes.append((names, shape))
    return shape
  }

  /// The number of a set of policies, which is added if it is new.
  mutating func policySet(of text: String, in database: Database) throws -> Int64 {
    if let recentPolicies, recentPolicies.text == text { return recentPolicies.set }
    let found: Int64
    if let known = policySets[text] {
      found = known
    } else {
      try database.execute(
        sql: "INSERT INTO policy_sets (policies) VALUES (?)", arguments: [text])
      found = database.lastInsertedRowID
    }
    policySets[text] = found
    recentPolicies = (text, found)
    return found
  }
}
