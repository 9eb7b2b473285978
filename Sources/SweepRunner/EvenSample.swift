// SPDX-License-Identifier: Apache-2.0

/// A choice of things that stand in groups, spread evenly over the groups and within each.
enum EvenSample {
  /// Chooses so many things, or all of them where there are fewer.
  ///
  /// - Parameters:
  ///   - size: how many, at least 0.
  ///   - counts: how many things each group has.
  /// - Returns: for each group the chosen indices, ascending; equal inputs give equal choices.
  /// - Complexity: O(groups × log things + size).
  static func choose(_ size: Int, from counts: [Int]) -> [[Int]] {
    func taken(_ level: Int) -> Int { counts.reduce(0) { $0 + min($1, level) } }
    // The most that every group can give, as far as it has so many.
    var level = 0
    var beyond = (counts.max() ?? 0) + 1
    while level + 1 < beyond {
      let middle = (level + beyond) / 2
      if taken(middle) <= size { level = middle } else { beyond = middle }
    }
    var quotas = counts.map { min($0, level) }
    let richer = counts.indices.filter { counts[$0] > level }
    let rest = min(size - taken(level), richer.count)
    for number in 0..<max(rest, 0) { quotas[richer[number * richer.count / rest]] += 1 }
    return counts.indices.map { group in
      let (quota, count) = (quotas[group], counts[group])
      // Each group begins elsewhere, or all would give their first ones.
      return (0..<quota).map { ($0 * count + group * 7 % count) / quota }
    }
  }
}
