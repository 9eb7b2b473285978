// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import Reports
internal import SweepRunner

/// The trials of a sweep as a table: point, repetition, seed and the values of the axes.
struct TrialTable {
  private let table: TextTable

  /// Lists the first trials of a schedule.
  ///
  /// - Parameters:
  ///   - schedule: the sweep.
  ///   - axes: the paths that have a column.
  ///   - most: how many trials are listed at the most.
  init(_ schedule: SweepSchedule, axes: [String], most: Int = .max) {
    let trials = schedule.trials.prefix(most)
    table = TextTable(
      lead: [
        .init("point", .right, cells: trials.map { "\($0.point)" }),
        .init("repetition", .right, cells: trials.map { "\($0.repetition)" }),
        .init("seed", .right, cells: trials.map { "\($0.seed)" }),
      ],
      columns: axes.map { axis in
        .init(
          axis,
          cells: trials.map { trial in
            schedule.points[trial.point].assignments.first { $0.path == axis }?.label ?? ""
          })
      })
  }

  /// The lines of the table for a terminal of this many columns.
  func lines(width: Int) -> [String] { table.lines(width: width) }
}
