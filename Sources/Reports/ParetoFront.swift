// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// The choices that no other one beats in one metric without losing in another, by their means.
struct ParetoFront: Sendable {
  /// A choice, and why it is in the front or not.
  struct Member: Sendable {
    /// The place of the point.
    let place: Int
    /// Whether no other choice dominates it by the means.
    let isInFront: Bool
    /// The choice that dominates it, by the means; nil in the front.
    let dominator: Int?
    /// Whether the runs tell it from its dominator, in at least one metric and none the other way.
    let isToldApart: Bool
    /// Members of the front that the runs do not tell from it in any metric.
    let twins: [Int]
  }

  /// The metrics that are weighed.
  let metrics: [String]
  /// The choices that were considered, in order.
  let members: [Member]

  /// Weighs choices under one condition; those without a value of a metric are left out.
  init(_ metrics: [String], among places: [Int], _ results: SweepResults, _ book: ComparisonBook) {
    self.metrics = metrics
    let known = metrics.compactMap { name in
      MetricCatalogue.definition(of: name).map { (name: name, direction: $0.direction) }
    }
    let places = places.filter { place in
      known.allSatisfy { results.series($0.name, place)?.mean != nil }
    }
    func cost(_ place: Int, _ metric: (name: String, direction: MetricDefinition.Direction))
      -> Double
    {
      let mean = results.series(metric.name, place)?.mean ?? 0
      return metric.direction == .higher ? -mean : mean
    }
    func dominates(_ one: Int, _ other: Int) -> Bool {
      known.allSatisfy { cost(one, $0) <= cost(other, $0) }
        && known.contains { cost(one, $0) < cost(other, $0) }
    }
    func verdicts(_ chosen: Int, _ others: [Int]) -> [[Verdict]] {
      let job = ComparisonBook.job(of: others, with: chosen, metrics, among: places.count)
      let judged = ComparisonBook.judge([job], results, book.settings)[0]
      return others.map { other in judged.filter { $0.candidate == other }.map(\.verdict) }
    }
    let front = places.filter { place in !places.contains { dominates($0, place) } }
    members = places.map { place in
      let dominator = front.first { dominates($0, place) }
      let isToldApart =
        dominator.map { dominator in
          let seen = verdicts(dominator, [place]).first ?? []
          return seen.contains { $0.leaning == .worse } && !seen.contains { $0.leaning == .better }
        } ?? true
      let rivals = dominator == nil ? front.filter { $0 != place } : []
      let twins = zip(rivals, verdicts(place, rivals)).filter { _, seen in
        seen.allSatisfy { $0.leaning == nil }
      }.map(\.0)
      return Member(
        place: place, isInFront: dominator == nil, dominator: dominator, isToldApart: isToldApart,
        twins: twins)
    }
  }
}
