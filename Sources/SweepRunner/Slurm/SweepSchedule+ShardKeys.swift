extension SweepSchedule {
  /// The keys of the trials of each shard, the first shard first.
  ///
  /// - Precondition: the schedule is of the whole sweep, and `count` is at least 1.
  func shardKeys(count: Int) -> [[String]] {
    var keys: [[String]] = Array(repeating: [], count: count)
    for (ordinal, job) in jobs.enumerated() { keys[ordinal % count].append(job.key) }
    return keys
  }
}
