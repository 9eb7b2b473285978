// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles

/// The check of a point that was asked for.
enum PointArgument {
  /// Refuses a point that the sweep does not have.
  static func check(_ point: Int, of experiment: Experiment) throws(CommandFailure) {
    guard (0..<experiment.pointCount).contains(point) else {
      throw CommandFailure(
        .badInput,
        "\(experiment.path): error: '--point': expected 0...\(experiment.pointCount - 1), "
          + "found \(point)")
    }
  }
}
