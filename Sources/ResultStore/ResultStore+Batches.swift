// SPDX-License-Identifier: Apache-2.0

internal import GRDB

extension ResultStore {
  /// Hands over trials of the plan in the order of points and repetitions, some at a time.
  ///
  /// The file is free between two batches, however long `body` takes.
  ///
  /// - Parameters:
  ///   - batchSize: how many trials are handed over at once, at least 1; the last may be fewer.
  ///   - isWanted: says by point and repetition which trials are wanted.
  ///   - body: takes a batch.
  /// - Throws: a `ResultStoreError` if the file cannot be read.
  /// - Complexity: O(places log places + wanted trials), with one batch of metrics in memory.
  public func readTrials(
    batchSize: Int = 256, where isWanted: (_ point: Int, _ repetition: Int) -> Bool,
    _ body: ([StoredTrial]) -> Void
  ) throws(ResultStoreError) {
    precondition(batchSize >= 1, "batchSize: expected at least 1")
    var places: [(point: Int64, repetition: Int64, trial: Int64)] = []
    try read { database in
      var rows = try RawStatement(
        "SELECT point, repetition, trial FROM plan ORDER BY point, repetition", in: database)
      while try rows.step() {
        let place = (rows.integer(0), rows.integer(1), rows.integer(2))
        if isWanted(Int(place.0), Int(place.1)) { places.append(place) }
      }
    }
    for start in stride(from: 0, to: places.count, by: batchSize) {
      let part = places[start..<min(start + batchSize, places.count)]
      body(
        try read { database in
          let shapes = try StoredRow.shapes(in: database)
          let statement = try database.cachedStatement(
            sql: """
              SELECT ? AS point, ? AS repetition, trials.*, policies
              FROM trials JOIN policy_sets USING (policy_set) WHERE trial = ?
              """)
          return try part.compactMap { place in
            try Row.fetchOne(
              statement, arguments: [place.point, place.repetition, place.trial]
            ).map { try StoredRow.trial($0, shapes: shapes) }
          }
        })
    }
  }
}
