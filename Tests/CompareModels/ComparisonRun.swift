// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import ModelComparison
internal import NaiveInterpreter
internal import PolicyKit

/// The models on the hosts of many seeds.
struct ComparisonRun: Sendable {
  let seeds: ClosedRange<UInt64>

  /// Seeds that one task takes at a time.
  private static let stretch: UInt64 = 500

  /// Prints the hosts on which the models part, in the order of the seeds.
  ///
  /// - Returns: Whether there are none.
  func run() async -> Bool {
    let found = await withTaskGroup(of: [(UInt64, String)].self) { group in
      for first in stride(
        from: seeds.lowerBound, through: seeds.upperBound, by: Int(Self.stretch))
      {
        let last = min(first + Self.stretch - 1, seeds.upperBound)
        group.addTask { (first...last).flatMap { differences(seed: $0) } }
      }
      var all: [(UInt64, String)] = []
      for await some in group { all += some }
      return all
    }
    for (seed, text) in found.sorted(by: { $0.0 < $1.0 }) { print("Seed \(seed), \(text)") }
    print("\(seeds.count) seeds, \(found.count) random hosts on which the models part")
    return found.isEmpty
  }

  private func differences(seed: UInt64) -> [(UInt64, String)] {
    RandomHost.families.compactMap { family in
      difference(seed, family.host(seed, ProbePolicies.catalogue)).map {
        (seed, "\(family.name): \($0)")
      }
    }
  }

  private func difference(_ seed: UInt64, _ host: TrialConfiguration) -> String? {
    if let text = ModelPair(host, catalogue: ProbePolicies.catalogue).difference { return text }
    guard let prepared = try? PreparedHost(host, catalogue: ProbePolicies.catalogue) else {
      return nil
    }
    let result = prepared.run(seed: host.seed, keepsTimeline: false)
    for step in [StepLimit.onePage, .random(seed: seed)] {
      let other = prepared.run(seed: host.seed, step: step, keepsTimeline: false)
      if other.digest != result.digest || other.readings != result.readings {
        return "the engine in steps of \(step) gives something else"
      }
    }
    return nil
  }
}
