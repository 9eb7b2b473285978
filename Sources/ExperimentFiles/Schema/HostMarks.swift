// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The marks and floors of an experiment's host, which expressions read as `host.marks.low` or
/// `host.floors.atomic`.
///
/// They are worked out from the host's other values, which therefore cannot depend on them.
enum HostMarks {
  /// The pages of the mark or floor at a path; nil if there is none, or if the host has faults.
  static func pages(at path: NodePath, in root: Node) -> Pages? {
    let segments = path.segments
    guard segments.count == 3, segments[0] == "host", ["marks", "floors"].contains(segments[1]),
      let mapping = root.mapping, let host = mapping["host"]
    else { return nil }
    var binder = Binder(ofHostIn: root)
    var trial = ExperimentSchema.defaults(for: root)
    binder.bind(host, as: ExperimentSchema.host, into: &trial.host)
    guard !binder.diagnostics.hasErrors else { return nil }
    ExperimentSchema.computeDefaults(mapping, &trial)
    let name = segments[1...].joined(separator: ".")
    return trial.host.namedMarks.first { $0.name == name }?.pages
  }
}
