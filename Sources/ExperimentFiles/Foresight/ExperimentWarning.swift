// SPDX-License-Identifier: Apache-2.0

/// What an experiment will probably not show, though it can be run.
///
/// A warning names what it is about; where that is written is found when it is told.
public struct ExperimentWarning: Sendable, Hashable {
  /// What a warning is about.
  public enum Place: Sendable, Hashable {
    /// A key of the file by its path, such as `guests.db.teardown`; where it is not written, the
    /// block that it would stand in.
    case key(String)
    /// An item of the list at a path, such as a metric of `compare.minimize`.
    case item(String, of: String)
    /// An axis of the sweep, by the path that it varies.
    case axis(String)
    /// A value of an axis, by its number.
    case value(Int, of: String)
  }

  /// What it is about.
  public let place: Place
  /// What will not be shown, and why; lower case, without a full stop.
  public let message: String
  /// What may have been meant or forgotten, as it would be written.
  public let suggestion: String?

  /// Describes a warning.
  public init(_ message: String, at place: Place, suggestion: String? = nil) {
    self.place = place
    self.message = message
    self.suggestion = suggestion
  }
}
