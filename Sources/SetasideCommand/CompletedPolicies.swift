// SPDX-License-Identifier: Apache-2.0

/// The policies that a shell completes, while a command line is parsed.
///
/// The parser asks for completions by itself, without a session to hand them over.
enum CompletedPolicies {
  /// Their names.
  @TaskLocal static var names: [String] = []
}
