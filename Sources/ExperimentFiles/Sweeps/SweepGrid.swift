/// Axes of which every combination is a point; the last axis changes fastest.
struct SweepGrid: Sendable {
  /// The axes in the order of the file.
  var axes: [SweepAxis]

  /// The number of combinations, or nil when there are more than `limit`.
  func pointCount(atMost limit: Int) -> Int? {
    var count = 1
    for axis in axes {
      let (product, overflow) = count.multipliedReportingOverflow(by: axis.values.count)
      guard !overflow, product <= limit else { return nil }
      count = product
    }
    return count
  }

  /// The index of the value of each axis at a combination.
  func valueIndices(of combination: Int) -> [Int] {
    var rest = combination
    var indices = Array(repeating: 0, count: axes.count)
    for axis in axes.indices.reversed() {
      let count = axes[axis].values.count
      indices[axis] = rest % count
      rest /= count
    }
    return indices
  }
}
