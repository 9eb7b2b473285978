// SPDX-License-Identifier: Apache-2.0

/// A number with what it counts, for messages: `1 trial`, `3 trials`.
public enum CountText {
  /// The number and its noun, in the plural unless it is one.
  ///
  /// - Parameters:
  ///   - count: the number.
  ///   - one: what is counted if it is one, such as `trial` or `trial was`.
  ///   - many: what is counted otherwise; with an `s` at the end of `one` by default.
  public static func of(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
  }
}
