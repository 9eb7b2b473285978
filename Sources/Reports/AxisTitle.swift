// SPDX-License-Identifier: Apache-2.0

/// What an axis is called where there is little room.
enum AxisTitle {
  /// The fewest last parts of a path that no other axis ends with: `rate` of `tasks.batch.rate`.
  static func short(_ axis: String, among axes: [String]) -> String {
    let parts = axis.split(separator: ".")
    for count in 1...max(1, parts.count) {
      let short = parts.suffix(count).joined(separator: ".")
      let others = axes.filter { $0 != axis }
      if !others.contains(where: { $0 == short || $0.hasSuffix("." + short) }) { return short }
    }
    return axis
  }
}
