// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import ResultStore

extension FileComparison {
  /// The trials of two files that have the same values and seed.
  struct Pairing: Sendable {
    /// How many pairs of trials there are.
    private(set) var pairCount = 0
    /// How many trials of common points only the first file has.
    private(set) var onlyBefore = 0
    /// How many trials of common points only the second file has.
    private(set) var onlyAfter = 0
    private let before: SweepDescription
    private let common: [(before: Int, after: Int)]
    private let metrics: [String]
    /// By metric, and then of each common point; first all of the first file.
    private var series: [String: [MetricSeries]] = [:]

    /// A trial, as both files know it.
    private struct Key: Hashable {
      let repetition: Int
      let seed: UInt64
    }

    /// Pairs the trials at the points that both files have.
    init(
      _ before: Side, _ after: Side, _ common: [(before: Int, after: Int)], _ metrics: [String]
    ) {
      self.before = before.description
      self.common = common
      self.metrics = metrics
      for (place, metric) in metrics.enumerated() {
        guard let definition = MetricCatalogue.definition(of: metric) else { continue }
        var sides: [[MetricSeries]] = [[], []]
        for places in common {
          let points = [
            before.description.points[places.before], after.description.points[places.after],
          ]
          let own = [
            before.observations.observations(of: metric, atPoint: points[0].index),
            after.observations.observations(of: metric, atPoint: points[1].index),
          ]
          let keys = own.map { Set($0.map(Self.key)) }
          let both = keys[0].intersection(keys[1])
          if place == 0 {
            pairCount += both.count
            onlyBefore += keys[0].count - both.count
            onlyAfter += keys[1].count - both.count
          }
          for side in 0...1 {
            sides[side].append(
              MetricSeries(
                name: metric, definition: definition, isRandom: points[side].isRandom,
                observations: own[side].filter { both.contains(Self.key($0)) },
                until: points[side].until, clock: points[side].clocks[metric]))
          }
        }
        series[metric] = sides[0] + sides[1]
      }
    }

    private static func key(_ observation: MetricObservation) -> Key {
      Key(repetition: observation.repetition, seed: observation.seed)
    }

    /// One row for each common point and metric, point by point.
    func rows() -> [Row] {
      let strata = SweepStrata(before)
      let judged = judged()
      return common.indices.flatMap { place -> [Row] in
        let point = common[place].before
        let condition = strata.condition(point)
        let name = strata.name(point) + (condition.isEmpty ? "" : ", \(condition)")
        return metrics.compactMap { metric in
          guard let all = series[metric] else { return nil }
          let (one, other) = (all[place], all[common.count + place])
          let differing = zip(one.observations, other.observations).count { before, after in
            before.value != after.value || before.outcome != after.outcome
          }
          return Row(
            choice: name, metric: metric, differing: differing, pairs: one.observations.count,
            judged: judged[[metric, "\(place)"]])
        }
      }
    }

    /// The second file beside the first at each point, by what the sweep measures, in one family.
    private func judged() -> [[String]: JudgedComparison] {
      let measured = before.metrics + before.comparedMetrics + before.pareto
      var description = before
      description.points = common.map { before.points[$0.before] }
      description.points += description.points
      let results = SweepResults(description, series: series)
      let job = ComparisonBook.Job(
        family: .init(name: "files", metrics: metrics.filter(measured.contains)),
        pairs: common.indices.map { .init(baseline: $0, candidate: common.count + $0) })
      let all = ComparisonBook.judge([job], results, before.settings).flatMap(\.self)
      return Dictionary(
        all.filter { $0.raw.pairCount > 0 }.map { ([$0.raw.metric, "\($0.baseline)"], $0) },
        uniquingKeysWith: { first, _ in first })
    }
  }
}
