// SPDX-License-Identifier: Apache-2.0

/// The version of the whole program.
enum ProgramVersion {
  static let current = "0.1.0"
}
