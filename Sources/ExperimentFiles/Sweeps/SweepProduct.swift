// SPDX-License-Identifier: Apache-2.0

/// Factors of which every combination of rows is a point; the last factor changes fastest.
struct SweepProduct: Sendable {
  /// The factors in the order of the file.
  var factors: [SweepFactor]

  /// The axes of all factors, in their order.
  var axes: [SweepAxis] { factors.flatMap(\.axes) }

  /// The number of combinations, or nil when there are more than `limit`.
  func pointCount(atMost limit: Int) -> Int? {
    var count = 1
    for factor in factors {
      let (product, overflow) = count.multipliedReportingOverflow(by: factor.count)
      guard !overflow, product <= limit else { return nil }
      count = product
    }
    return count
  }

  /// The row of each factor at a combination.
  func rows(of combination: Int) -> [Int] {
    var rest = combination
    var rows = Array(repeating: 0, count: factors.count)
    for factor in factors.indices.reversed() {
      rows[factor] = rest % factors[factor].count
      rest /= factors[factor].count
    }
    return rows
  }

  /// The values of all axes at a combination, in their order.
  func assignments(of combination: Int) -> [SweepAssignment] {
    zip(factors, rows(of: combination)).flatMap { factor, row in
      factor.axes.indices.map { axis in
        SweepAssignment(
          path: factor.axes[axis].path.description, label: factor.label(axis, row: row),
          isOuter: factor.axes[axis].isOuter)
      }
    }
  }

  /// The kind of value of every axis at a combination; see ``SweepFactor/kind(_:row:)``.
  func kinds(of combination: Int) -> [Int] {
    zip(factors, rows(of: combination)).flatMap { factor, row in
      factor.axes.indices.map { factor.kind($0, row: row) }
    }
  }

  /// The place of a combination in the outer design, if there is one.
  func designPoint(of combination: Int) -> DesignPoint? {
    for (factor, row) in zip(factors, rows(of: combination)) where !factor.places.isEmpty {
      let place = factor.places[row]
      return DesignPoint(
        replicate: place.replicate, sample: place.sample, matrix: place.matrix,
        coordinates: factor.axes.indices.map { factor.coordinate($0, row: row) })
    }
    return nil
  }

  /// An experiment with the values of a combination, those of an outer design only if asked for.
  func tree(of combination: Int, base: Node, withOuter: Bool = true) -> Node {
    var tree = base
    for (factor, row) in zip(factors, rows(of: combination)) {
      for (index, axis) in factor.axes.enumerated() where withOuter || !axis.isOuter {
        let value = factor.node(index, row: row)
        // The reader has refused paths that lead nowhere; one that an earlier axis has cut off
        // leaves the tree as it is.
        tree =
          (try? tree.replacing(axis.path, with: value, keyLocation: axis.keyLocation)) ?? tree
      }
    }
    return tree
  }
}
