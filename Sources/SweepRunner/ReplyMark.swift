// SPDX-License-Identifier: Apache-2.0

/// The marks between the values of a reply.
enum ReplyMark {
  /// In place of an outcome: the trial failed, and a text says how.
  static let failed: UInt8 = 0xFF
  /// The watched metric has no value, or there is none.
  static let unwatched: UInt8 = 0
  /// The value of the watched metric follows.
  static let watched: UInt8 = 1
}
