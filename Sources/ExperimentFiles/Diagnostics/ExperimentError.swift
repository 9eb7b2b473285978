// SPDX-License-Identifier: Apache-2.0

/// The error thrown for an experiment that cannot be run as it is written.
public struct ExperimentError: Error, Sendable, CustomStringConvertible {
  /// Every fault that was found; at least one of them is an error.
  public let diagnostics: Diagnostics

  /// Creates an error from faults.
  public init(_ diagnostics: Diagnostics) {
    self.diagnostics = diagnostics
  }

  /// Creates an error from a single fault.
  init(_ diagnostic: Diagnostic) {
    var diagnostics = Diagnostics()
    diagnostics.report(diagnostic)
    self.diagnostics = diagnostics
  }

  /// The faults as they are printed for the user.
  public var description: String { diagnostics.description }
}
