// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import TrialExecution

/// What policies did that a kernel could not, point by point.
enum HonestyNote {
  /// The metrics that it looks at.
  static let metrics = ["policy.infeasible", "policy.illegal", "policy.replaced"]

  private static let words = [
    "policy.infeasible": "reads of what a kernel does not know there",
    "policy.illegal": "answers that had to be clamped",
    "policy.replaced": "policies that their defaults replaced",
  ]

  /// One sentence for each point at which a policy did so, and one if none did.
  static func sentences(_ results: SweepResults, strata: SweepStrata) -> [String] {
    var sentences: [String] = []
    for (place, point) in results.description.points.enumerated() {
      for metric in metrics {
        guard let mean = results.series(metric, place)?.mean, mean > 0 else { continue }
        let name = point.values.map(\.label).joined(separator: ", ")
        sentences.append(
          "\(name.isEmpty ? "the trial" : name): \(DecimalText.fixed(mean, decimals: 1)) "
            + "\(words[metric] ?? metric) in a run")
      }
    }
    return sentences.isEmpty ? [none] : sentences
  }

  /// Whether a policy did so at any point.
  static func isNeeded(_ results: SweepResults) -> Bool {
    results.description.points.indices.contains { place in
      metrics.contains { (results.series($0, place)?.mean ?? 0) > 0 }
    }
  }

  /// The sentences of a single trial.
  static func sentences(_ trial: ExecutedTrial) -> [String] {
    let sentences = metrics.compactMap { metric -> String? in
      guard let count = trial.value(of: metric)?.integer, count > 0 else { return nil }
      return "\(count) \(words[metric] ?? metric)"
    }
    return sentences.isEmpty ? [none] : sentences
  }

  private static let none =
    "no policy read what a kernel would not know there, none gave an illegal answer"
}
