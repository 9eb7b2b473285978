// SPDX-License-Identifier: Apache-2.0

@testable import ExperimentFiles

/// Reads a text that is expected to be in order; what is wrong with it is in `faults`.
struct Reading {
  let root: Node?
  let diagnostics: Diagnostics

  init(_ text: String, named name: String = "burst.yaml") {
    var diagnostics = Diagnostics()
    root = DocumentReader.read(Source(name: name, text: text), reportingTo: &diagnostics)
    self.diagnostics = diagnostics
  }

  /// All that is printed for the user.
  var faults: String { diagnostics.description }

  /// The node at a path.
  func node(_ path: String) -> Node? {
    NodePath(path).flatMap { root?.node(at: $0.segments) }
  }
}
