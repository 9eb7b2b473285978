// SPDX-License-Identifier: Apache-2.0

public import ExperimentFiles
public import TrialExecution

/// One point of a sweep: a combination of values, and what identifies its trials.
public struct SweepPoint: Sendable {
  /// Its place in the sweep, from 0.
  public let index: Int
  /// The values of the axes.
  public let assignments: [SweepAssignment]
  /// What identifies its trials.
  public let identity: TrialIdentity
  /// Whether any of its inputs is drawn; if not, one repetition says everything.
  public let isRandom: Bool

  /// A short name for tables: the values in the order of the axes.
  public var label: String {
    assignments.isEmpty ? "the trial" : assignments.map(\.label).joined(separator: ", ")
  }

  /// A name for a line that has little room: of an outer design the choices and the number of the point,
  /// because its assumptions are numbers by the dozen that tell nobody which sample they are.
  var shortLabel: String {
    guard assignments.contains(where: \.isOuter) else { return label }
    let choices = assignments.filter { !$0.isOuter }.map(\.label)
    return (choices + ["point \(index)"]).joined(separator: ", ")
  }
}
