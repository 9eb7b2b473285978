// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import ResultStore
internal import Statistics

/// The runs in blocks, and what is claimed of them.
struct ClaimBlocks {
  /// The most arms that a choice is split into to find a best one among them.
  private static let armsMax = 5

  private let results: SweepResults
  private let size: Int
  private let kept: Set<Int>
  private let pairings: [ComparisonBook.Pair]
  private let points: [Int]

  /// Cuts the runs that all points have into blocks of a size.
  init(_ results: SweepResults, size: Int) {
    self.results = results
    self.size = size
    let description = results.description
    points = description.points.indices.filter { description.points[$0].isRandom }
    let random = Set(points)
    pairings = SweepStrata(description).strata.flatMap { stratum -> [ComparisonBook.Pair] in
      guard let baseline = stratum.baseline, random.contains(baseline) else { return [] }
      return stratum.points.filter { $0 != baseline && random.contains($0) }
        .map { .init(baseline: baseline, candidate: $0) }
    }
    let names = description.comparedMetrics + description.metrics
    let own = points.compactMap { place in names.first.flatMap { results.series($0, place) } }
      .map { Set($0.observations.map(\.repetition)) }
    kept = own.dropFirst().reduce(own.first ?? []) { $0.intersection($1) }
  }

  /// One comparison by itself, whatever else is compared.
  private var settings: ComparisonSettings {
    var settings = results.description.settings
    settings.correction = .none
    settings.stopping = nil
    return settings
  }

  private func series(_ metric: String, _ place: Int) -> MetricSeries? {
    results.series(metric, place).map { $0.keeping(kept) }
  }

  /// How often a claim was wrong; nil where it is not made of the metric.
  func wrong(_ claim: ClaimStudy.Claim, _ metric: String) -> Proportion? {
    switch claim {
    case .mean: meanMisses(metric)
    case .difference:
      count(metric) { block, whole in
        guard !whole.isShare, let interval = block.interval(settings.level), let mean = whole.mean
        else { return nil }
        return mean < interval.lower || mean > interval.upper
      }
    case .direction:
      count(metric) { block, whole in
        guard let mean = whole.mean else { return nil }
        let verdict = judged(block).verdict
        guard verdict == .better || verdict == .worse || verdict == .different else {
          return false
        }
        return (block.mean ?? 0) * mean <= 0
      }
    case .equivalent:
      count(metric) { block, whole in
        guard let mean = whole.mean, mean.magnitude > whole.margin else { return nil }
        return judged(block).verdict == .equivalent
      }
    case .best: bestAmongEquals(metric)
    case .violated: violations(metric)
    }
  }

  private func judged(_ raw: PairedComparison) -> JudgedComparison {
    JudgedComparison(
      raw, .init(baseline: 0, candidate: 0), family: ("block", 1), pValues: .init(raw),
      settings: settings)
  }

  /// Counts over the blocks, each of one pair of points; nil says that a block has nothing to claim.
  private func count(
    _ metric: String, _ isWrong: (_ block: PairedComparison, _ whole: PairedComparison) -> Bool?
  ) -> Proportion? {
    guard !pairings.isEmpty else { return nil }
    let sides = pairings.compactMap { pair -> (MetricSeries, MetricSeries)? in
      guard let left = series(metric, pair.baseline), let right = series(metric, pair.candidate)
      else { return nil }
      return (left, right)
    }
    guard sides.count == pairings.count else { return nil }
    let wholes = sides.map {
      PairedComparison(baseline: $0.0, candidate: $0.1, settings: settings)
    }
    let found = (0..<kept.count / size).compactMap { number -> Bool? in
      let (left, right) = sides[number % sides.count]
      let range = number * size..<(number + 1) * size
      return isWrong(
        PairedComparison(
          baseline: left.window(range, numberedFrom: 0),
          candidate: right.window(range, numberedFrom: 0), settings: settings),
        wholes[number % sides.count])
    }
    return Proportion(successes: found.count(where: \.self), of: found.count)
  }

  private func meanMisses(_ metric: String) -> Proportion? {
    let all = points.compactMap { series(metric, $0) }
    guard !all.isEmpty, all.count == points.count, !all[0].isProportion else { return nil }
    let found = (0..<kept.count / size).compactMap { number -> Bool? in
      let whole = all[number % all.count]
      let block = whole.window(number * size..<(number + 1) * size, numberedFrom: 0)
      guard let mean = whole.mean,
        let interval = MetricSummary(block, level: settings.level).interval
      else { return nil }
      return !interval.contains(mean)
    }
    return Proportion(successes: found.count(where: \.self), of: found.count)
  }

  private func violations(_ metric: String) -> Proportion? {
    guard let requirement = results.description.requirement, requirement.metric == metric else {
      return nil
    }
    let all = points.compactMap { series(metric, $0) }
    guard !all.isEmpty else { return nil }
    func judge(_ series: MetricSeries) -> RequirementJudgement {
      RequirementJudgement(series, requirement, level: settings.level)
    }
    let holds = all.map { judge($0).count.share.value.map(requirement.isMet) ?? false }
    let found = (0..<kept.count / size).compactMap { number -> Bool? in
      let place = number % all.count
      guard holds[place] else { return nil }
      let block = all[place].window(number * size..<(number + 1) * size, numberedFrom: 0)
      return judge(block).state == .violated
    }
    return Proportion(successes: found.count(where: \.self), of: found.count)
  }

  private func bestAmongEquals(_ metric: String) -> Proportion? {
    let all = points.compactMap { series(metric, $0) }
    guard !all.isEmpty, all.count == points.count, !all[0].isProportion,
      metric == results.description.objectives.first
    else { return nil }
    let arms = min(Self.armsMax, max(3, points.count))
    let found = (0..<kept.count / (arms * size)).map { number in
      let whole = all[number % all.count]
      let split = (0..<arms).map { arm in
        let start = (number * arms + arm) * size
        return whole.window(start..<start + size, numberedFrom: 0)
      }
      return isAnyToldApart(split)
    }
    return Proportion(successes: found.count(where: \.self), of: found.count)
  }

  /// Whether the best of some arms is told apart from any other, as findings tell it.
  private func isAnyToldApart(_ arms: [MetricSeries]) -> Bool {
    guard let first = arms.first else { return false }
    let sign = first.definition.direction == .higher ? -1.0 : 1
    let costs = arms.map { sign * ($0.mean ?? .infinity) }
    guard let best = costs.indices.min(by: { costs[$0] < costs[$1] }) else { return false }
    var description = results.description
    description.settings.stopping = nil
    let split = SweepResults(description, series: [first.name: arms])
    let job = ComparisonBook.job(
      of: arms.indices.filter { $0 != best }, with: best, [first.name], among: arms.count)
    return ComparisonBook.judge([job], split, description.settings).joined().contains {
      $0.verdict.leaning == .worse
    }
  }
}
