// SPDX-License-Identifier: Apache-2.0

/// One trial that a sweep needs: which point, which repetition, and the key of its content.
///
/// Two places may need the same content, and then share one trial.
public struct PlannedTrial: Sendable, Hashable {
  /// The index of the point.
  public let point: Int
  /// The repetition within the point, from 0; trials of equal repetition are compared in pairs.
  public let repetition: Int
  /// The hash of everything the trial depends on.
  public let key: String

  /// Creates a planned trial.
  ///
  /// - Parameters:
  ///   - point: the index of a point.
  ///   - repetition: the repetition within the point, from 0.
  ///   - key: the hash of everything the trial depends on.
  public init(point: Int, repetition: Int, key: String) {
    self.point = point
    self.repetition = repetition
    self.key = key
  }
}
