// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The costs that a result rests on: which are assumed, and where the others come from.
enum CostNote {
  /// Above the sentences.
  static let title = "Costs (each with its range; assumed are those for which no figure is public)"

  /// What is assumed, of the Ultravisor and of the host, and a sentence for each public figure.
  ///
  /// - Parameters:
  ///   - trial: the trial, or the first point of a sweep.
  ///   - axes: the paths that the sweep varies: what it varies it does not assume.
  static func sentences(_ trial: TrialConfiguration, axes: [String] = []) -> [String] {
    let costs = CostTable.costs(of: trial)
    let assumed = costs.filter { $0.origin == .assumed }
    func list(_ block: String) -> [String] {
      assumed.filter { $0.block == block }.map { text($0, trial, axes) }
    }
    let contention =
      isVaried("ultravisor.contention", "ultravisor", axes)
      ? "varied" : trial.ultravisor.servers.map { "beyond \($0) callers" } ?? "none"
    let calls = list("ultravisor") + ["contention \(contention)"]
    return [
      "Ultravisor, assumed: " + calls.joined(separator: ", ") + ".",
      "host, assumed: " + list("costs").joined(separator: ", ") + ".",
    ]
      + costs.filter { $0.origin == .published }.map {
        "host, from a public figure: \(text($0, trial, axes)): \($0.source)."
      }
  }

  private static func text(
    _ figure: CostFigure, _ trial: TrialConfiguration, _ axes: [String]
  ) -> String {
    guard !isVaried(figure.path, figure.block, axes) else { return "\(figure.name) varied" }
    let value = figure.value(in: trial)
    let range = "\(text(figure.range.lowerBound)) to \(text(figure.range.upperBound))"
    return figure.range.contains(value)
      ? "\(figure.name) \(text(value)) (\(range))"
      : "\(figure.name) \(text(value)) (outside of its range, \(range))"
  }

  private static func isVaried(_ path: String, _ block: String, _ axes: [String]) -> Bool {
    axes.contains(path) || axes.contains(block)
  }

  private static func text(_ duration: SimulatedDuration) -> String {
    DisplayUnit.text(Double(duration.nanoseconds), .nanoseconds)
  }
}

extension CostFigure {
  /// The block of an experiment that it stands in.
  fileprivate var block: String { String(path.prefix { $0 != "." }) }
  /// Its key in that block.
  fileprivate var name: String { String(path.dropFirst(block.count + 1)) }
}
