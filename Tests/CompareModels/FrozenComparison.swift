// SPDX-License-Identifier: Apache-2.0

internal import FrozenTrials

/// Runs all trials whose results with engine 3 are kept.
enum FrozenComparison {
  /// Compares them with the tables, and prints what differs.
  ///
  /// - Returns: Whether nothing does.
  static func compare() async throws -> Bool {
    var differences = 0
    for family in try FrozenFamily.names.compactMap({ try FrozenFamily.named($0) }) {
      let kept = try FrozenTable(family: family.name)
      let rows = try await rows(of: family, metrics: kept.metrics)
      var texts = rows.flatMap { kept.differences(of: $0, family: family.name) }
      if kept.rows.count != rows.count {
        texts.append("\(family.name): \(rows.count) rows, \(kept.rows.count) are kept")
      }
      for text in texts { print(text) }
      print("\(family.name): \(rows.count) rows, \(texts.count) differences")
      differences += texts.count
    }
    return differences == 0
  }

  /// Writes the tables from what the program gives now.
  static func write() async throws {
    for family in try FrozenFamily.names.compactMap({ try FrozenFamily.named($0) }) {
      let metrics = FrozenTable.catalogue
      let rows = try await rows(of: family, metrics: metrics)
      try FrozenTable(rows: rows, metrics: metrics).write(family: family.name)
      print("\(family.name): \(rows.count) rows")
    }
  }

  /// The rows of a family as the program gives them, in order.
  private static func rows(
    of family: FrozenFamily, metrics: [String]
  ) async throws -> [FrozenRow] {
    try await withThrowingTaskGroup(of: (Int, FrozenRow).self) { tasks in
      for (index, group) in family.groups.enumerated() {
        tasks.addTask { (index, try family.row(of: group, metrics: metrics)) }
      }
      var found: [(Int, FrozenRow)] = []
      for try await row in tasks { found.append(row) }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
