// SPDX-License-Identifier: Apache-2.0

/// A contradiction in a trial's description: where, and what is wrong.
public struct ConfigurationFault: Sendable, Hashable {
  /// The place as a path of an experiment file, `guests.db.memory`.
  public let path: String
  /// One sentence, without a full stop.
  public let message: String

  /// Describes a fault.
  public init(path: String, message: String) {
    self.path = path
    self.message = message
  }
}
