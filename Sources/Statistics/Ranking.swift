// SPDX-License-Identifier: Apache-2.0

/// The ranks of some values, with equal values sharing the mean of the ranks they occupy.
struct Ranking {
  /// Twice the rank of each value, in the order of the values: a mean rank may end in one half, and
  /// doubled it stays an integer.
  let doubledRanks: [Int]
  /// The sizes of the groups of equal values, in ascending order of the values, single ones included.
  let groupSizes: [Int]

  init(of values: [Double]) {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Int](repeating: 0, count: values.count)
    var sizes: [Int] = []
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      // Ranks start + 1 to end have the mean (start + 1 + end) / 2.
      for position in start..<end { ranks[order[position]] = start + 1 + end }
      sizes.append(end - start)
      start = end
    }
    doubledRanks = ranks
    groupSizes = sizes
  }
}
