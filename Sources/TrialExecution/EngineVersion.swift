// SPDX-License-Identifier: Apache-2.0

/// The version of what a trial computes.
///
/// It changes with every change after which the same trial gives another digest or another value of a
/// metric: results of two versions are never mixed in one file.
public enum EngineVersion {
  /// The version of this program.
  public static let current = "4"
}
