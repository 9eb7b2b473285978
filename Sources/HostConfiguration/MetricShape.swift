// SPDX-License-Identifier: Apache-2.0

/// Which metrics trials have: those of the catalogue, for these guests and tasks.
///
/// All trials of a configuration have one shape, so that a sweep can make the names once and carry
/// only values about.
public struct MetricShape: Sendable, Hashable {
  /// The names of the guests, in the order of the file.
  public let guests: [String]
  /// The names of the tasks, in the order of the file.
  public let tasks: [String]

  /// The shape of trials of these guests and tasks.
  public init(guests: [String], tasks: [String]) {
    self.guests = guests
    self.tasks = tasks
  }

  /// The shape of a configuration's trials.
  public init(_ configuration: TrialConfiguration) {
    self.init(
      guests: configuration.guests.map(\.name), tasks: configuration.tasks.map(\.name))
  }

  /// The concrete names, in the order of the catalogue, in which readings are too.
  ///
  /// - Complexity: O(number of names); make them once for many trials.
  public var names: [String] { MetricCatalogue.names(guests: guests, tasks: tasks) }
}
