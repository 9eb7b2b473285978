// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// How often OOM notifiers gave which answer, the policy `none` not counted.
///
/// It is for the account of a single run: no event, digest or metric is made of it.
public struct NotifierAnswers: Sendable, Hashable {
  /// Nothing was done.
  public private(set) var nothing: Int64 = 0
  /// The requester cleaned pages itself.
  public private(set) var cleaned: Int64 = 0
  /// The requester slept until pages were free, or its time was up.
  public private(set) var waited: Int64 = 0
  /// The requester slept for a time.
  public private(set) var slept: Int64 = 0
  /// The kill was called off, and nothing claimed.
  public private(set) var aborted: Int64 = 0

  /// All of them.
  public var total: Int64 { nothing + cleaned + waited + slept + aborted }

  mutating func count(_ answer: OutOfMemoryAnswer) {
    switch answer {
    case .nothing: nothing += 1
    case .freeNow: cleaned += 1
    case .wait: waited += 1
    case .sleep: slept += 1
    case .abort: aborted += 1
    }
  }
}
