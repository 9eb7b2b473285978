// SPDX-License-Identifier: Apache-2.0

/// Bytes that are no message: their sender is broken, and nothing more it says can be trusted.
struct WireFault: Error, Hashable, CustomStringConvertible {
  /// What was expected.
  let description: String

  init(_ description: String) { self.description = description }
}
