// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HostConfiguration
internal import ResultStore
internal import Statistics

/// What a number of repetitions can show, known before any of them is run.
public struct RepetitionReach: Sendable {
  /// The most runs that a requirement is tried on.
  private static let runsMax = 1_000_000

  private let description: SweepDescription
  private let repetitions: Int
  private let families: [(name: String, size: Int)]
  private let isDrawn: Bool

  /// Looks at a sweep.
  ///
  /// - Parameters:
  ///   - description: the sweep.
  ///   - repetitions: how many runs each point has at most that draws.
  public init(_ description: SweepDescription, repetitions: Int) {
    self.description = description
    self.repetitions = repetitions
    isDrawn = description.points.contains(where: \.isRandom)
    families = Self.families(description)
  }

  /// That no test can find a difference, however large; nil where some can.
  public var tooFewPairs: String? {
    guard isDrawn, let nearest, least(of: nearest.size) >= description.settings.significance else {
      return nil
    }
    return "\(CountText.of(repetitions, "pair")) of runs can show no difference at "
      + "\(LevelText.significance(description.settings.level)), however large, in a family of "
      + "\(CountText.of(nearest.size, "test")): it takes "
      + CountText.of(AttainableNote.pairsNeeded(nearest.size, description.settings), "repetition")
  }

  /// That no runs can show what is required, however good they are; nil where they can.
  public var unreachableRequirement: String? {
    guard let requirement = description.requirement, let judged = best, judged.state != .fulfilled
    else { return nil }
    let need = judged.runsNeeded.map { "it takes \($0)" } ?? "no number of runs shows it"
    return "\(CountText.of(repetitions, "run")) of a choice cannot show \(requirement.text), not "
      + "even if all are as it asks: \(need)"
  }

  /// What can be shown, and what not, in sentences.
  public var sentences: [String] {
    guard isDrawn else {
      return ["Nothing is drawn: each point is run once, and differences are exact."]
    }
    var sentences: [String] = []
    if let nearest {
      sentences.append(
        tooFewPairs.map(Self.sentence)
          ?? "\(CountText.of(repetitions, "pair")) of runs in a family of "
          + "\(CountText.of(nearest.size, "test")): a difference of one sign in all of them can "
          + "have a corrected p of \(Self.probability(least(of: nearest.size))); "
          + CountText.of(
            AttainableNote.pairsNeeded(nearest.size, description.settings), "repetition")
          + " would be the fewest.")
    }
    if let requirement = description.requirement, let judged = best {
      sentences.append(
        unreachableRequirement.map(Self.sentence)
          ?? "\(CountText.of(repetitions, "run")) of a choice can show \(requirement.text), if "
          + "\(judged.count.successes) of them are counted.")
    }
    if let invitation = ReportLead.invitation(description) { sentences.append(invitation) }
    return sentences
  }

  /// The family that needs the fewest pairs.
  private var nearest: (name: String, size: Int)? {
    guard description.settings.test == .wilcoxon || families.isEmpty else { return nil }
    return families.min { $0.size < $1.size }
  }

  /// The smallest corrected p that a test of signs or ranks can have in a family of this size.
  private func least(of size: Int) -> Double {
    let settings = description.settings
    let own = settings.correctedForLooks(.defined(min(1, exp2(1 - Double(repetitions)))))
    return settings.correction.adjusted(Array(repeating: own, count: max(1, size)))
      .compactMap(\.value).min() ?? 1
  }

  /// The verdict on runs that are all as the requirement asks.
  private var best: RequirementJudgement? {
    guard let requirement = description.requirement, isDrawn,
      let definition = MetricCatalogue.definition(of: requirement.metric)
    else { return nil }
    let values = [0, 1, Int64.max / 2].filter { requirement.counts($0) != requirement.isUpperBound }
    guard let good = values.first else { return nil }
    let runs = min(repetitions, Self.runsMax)
    let series = MetricSeries(
      name: requirement.metric, definition: definition, isRandom: true,
      observations: (0..<runs).map { run in
        MetricObservation(
          repetition: run, seed: 0, outcome: .ended(.done), value: .defined(good), sampleCount: nil)
      }, until: nil)
    return RequirementJudgement(
      series, requirement, level: description.settings.levelOfEach)
  }

  /// The families of the comparisons that have chance in them, with their sizes; under an outer
  /// design those of one sample.
  private static func families(_ description: SweepDescription) -> [(name: String, size: Int)] {
    let strata = SweepStrata(description).strata
    let counts = strata.map { stratum -> Int in
      let first = stratum.baseline ?? (description.baseline.isEmpty ? stratum.points.first : nil)
      guard let first else { return 0 }
      return stratum.points.count { place in
        place != first
          && (description.points[place].isRandom || description.points[first].isRandom)
      }
    }
    let isOuter = !description.outerAxes.isEmpty
    let pairs = isOuter ? counts.max() ?? 0 : counts.reduce(0, +)
    guard pairs > 0 else { return [] }
    return description.settings.families(over: description.comparedMetrics).map {
      ($0.name, $0.metrics.count * pairs)
    }
  }

  private static func probability(_ value: Double) -> String {
    value < 0.0001 ? "less than 0.0001" : DifferenceText.probability(value)
  }

  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}
