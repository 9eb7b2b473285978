// SPDX-License-Identifier: Apache-2.0

/// What the operating system would not do.
struct SystemFault: Error, CustomStringConvertible {
  /// Its error number.
  let number: Int32

  /// The system's words.
  var description: String { systemReason(number) }
}
