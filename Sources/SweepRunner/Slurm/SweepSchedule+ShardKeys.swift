// SPDX-License-Identifier: Apache-2.0

extension SweepSchedule {
  /// The keys of the trials of each shard, the first shard first.
  ///
  /// - Precondition: the schedule is of the whole sweep, and `count` is in `1...SweepShard.countMax`.
  /// - Complexity: O(trials + `count`).
  func shardKeys(count: Int) -> [[String]] {
    var keys: [[String]] = Array(repeating: [], count: count)
    let stride = JobList.stride(of: jobs, points)
    for (ordinal, job) in jobs.enumerated() {
      let number = SweepShard.number(ofOrdinal: ordinal, stride: stride, count: count)
      keys[number - 1].append(job.key)
    }
    return keys
  }
}
