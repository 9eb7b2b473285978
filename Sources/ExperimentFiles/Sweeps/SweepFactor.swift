// SPDX-License-Identifier: Apache-2.0

/// Axes that change together, row by row: one axis of a grid, a zip, or the points of a design.
struct SweepFactor: Sendable {
  /// Where the rows come from.
  enum Rows: Sendable {
    /// Row *i* has the *i*-th value of each axis.
    case values
    /// The fractions of 2^32 of each axis, row by row.
    case drawn([[UInt32]])
  }

  /// The axes in the order of the file.
  let axes: [SweepAxis]
  /// The number of rows.
  let count: Int
  /// What an outer design says of each row; empty for other factors.
  let places: [OuterPlace]
  /// Whether each row but the first changes one axis from what the first has.
  let isOneAtATime: Bool

  /// Whether the rows come from a design.
  var isDrawn: Bool { if case .drawn = rows { true } else { false } }

  private let rows: Rows
  /// The smallest and the largest fraction of each axis of a design.
  private let ends: [ClosedRange<UInt32>]

  /// Axes whose values go side by side.
  ///
  /// - Precondition: all have as many values.
  init(zipping axes: [SweepAxis]) {
    self.axes = axes
    count = axes.first?.values.count ?? 1
    rows = .values
    ends = []
    places = []
    isOneAtATime = false
  }

  /// Axes over which a design is spread.
  ///
  /// - Parameters:
  ///   - columns: the fractions of each axis.
  ///   - places: what an outer design says of each row.
  ///   - isOneAtATime: whether each row but the first changes one axis.
  init(
    _ axes: [SweepAxis], columns: [[UInt32]], places: [OuterPlace] = [], isOneAtATime: Bool = false
  ) {
    self.isOneAtATime = isOneAtATime
    count = columns.first?.count ?? 1
    self.axes = zip(axes, columns).map { axis, column in
      guard case .range(let range) = axis.domain else { return axis }
      var axis = axis
      axis.domain = .range(range.telling(apart: column.map(range.number)))
      return axis
    }
    rows = .drawn(columns)
    ends = columns.map { ($0.min() ?? 0)...($0.max() ?? 0) }
    self.places = places
  }

  /// The value of an axis in a row.
  func node(_ axis: Int, row: Int) -> Node {
    switch (axes[axis].domain, rows) {
    case (.choices(let values), _): values[choice(axis, row: row, of: values.count)]
    case (.range(let range), .drawn(let columns)): range.node(range.number(at: columns[axis][row]))
    case (.range(let range), .values): range.node(range.lower)
    }
  }

  /// The value of an axis in a row as it is shown in tables.
  func label(_ axis: Int, row: Int) -> String {
    guard case .range(let range) = axes[axis].domain, case .drawn(let columns) = rows else {
      return node(axis, row: row).label
    }
    return range.label(range.number(at: columns[axis][row]))
  }

  /// The place of a row in the unit interval of an axis, from 0 up to and without 1.
  func coordinate(_ axis: Int, row: Int) -> Double {
    guard case .drawn(let columns) = rows else { return 0 }
    return Double(columns[axis][row]) / 4_294_967_296
  }

  /// Which kind of value an axis has in a row: rows of one kind are faulty together.
  ///
  /// Each value that can be counted is a kind; of a range, the smallest and the largest that are
  /// drawn are kinds, and all between them one, since what a key allows is a range too.
  func kind(_ axis: Int, row: Int) -> Int {
    switch (axes[axis].domain, rows) {
    case (.choices(let values), _): choice(axis, row: row, of: values.count)
    case (.range, .values): 0
    case (.range, .drawn(let columns)):
      if columns[axis][row] == ends[axis].lowerBound {
        0
      } else {
        columns[axis][row] == ends[axis].upperBound ? 1 : 2
      }
    }
  }

  private func choice(_ axis: Int, row: Int, of count: Int) -> Int {
    guard case .drawn(let columns) = rows else { return row }
    return Int((UInt64(columns[axis][row]) * UInt64(count)) >> 32)
  }
}
