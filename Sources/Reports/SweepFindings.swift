internal import HostConfiguration
internal import ResultStore
internal import Statistics
internal import TrialExecution

/// What a sweep says, in sentences: which choice is best under each condition, and by how much.
struct SweepFindings: Sendable {
  /// The most conditions that are told one by one; the rest is counted.
  static let conditionsMax = 12
  /// The most choices under a single condition of which each is told in full.
  static let accountsMax = 12
  private static let tieLead = "the choice is not seen to make a difference that matters in "

  private let results: SweepResults
  private let strata: SweepStrata
  private var description: SweepDescription { results.description }

  init(_ results: SweepResults, strata: SweepStrata) {
    self.results = results
    self.strata = strata
  }

  /// One paragraph for each condition, then what was left out.
  func sentences() -> [String] {
    guard let objective = description.objectives.first,
      let definition = MetricCatalogue.definition(of: objective)
    else { return [] }
    guard description.points.count > 1 else { return [] }
    var sentences = accounts()
    let told = strata.strata.prefix(Self.conditionsMax)
    sentences += told.map { stratum in
      let lead = stratum.condition.isEmpty ? "" : "With \(stratum.condition): "
      return lead + finding(stratum, objective, definition)
    }
    let rest = strata.strata.count - told.count
    if rest > 0 {
      sentences.append("The table has \(rest) more conditions, which are not told here.")
    }
    if let reservation = reservation() { sentences.append(reservation) }
    return sentences
  }

  /// One sentence for each choice, where there are few enough to weigh one by one.
  private func accounts() -> [String] {
    guard let only = strata.strata.first, strata.strata.count == 1,
      only.points.count <= Self.accountsMax
    else { return [] }
    let account = ChoiceAccount(results, strata: strata)
    return only.points.compactMap { account.sentence($0) }
  }

  private func finding(
    _ stratum: SweepStrata.Stratum, _ objective: String, _ definition: MetricDefinition
  ) -> String {
    let verdicts = stratum.points.map { ($0, requirementMet(at: $0)) }
    let measured = verdicts.filter { mean(objective, $0.0) != nil }
    guard !measured.isEmpty else { return "no choice has a value of \(objective)." }
    let eligible = measured.filter { $0.1 }.map(\.0)
    var refused = verdicts.filter { !$0.1 }.map(\.0)
    guard let best = eligible.min(by: { isBetter($0, $1, objective, definition) }) else {
      refused.sort { isBetter($0, $1, objective, definition) }
      return "no choice fulfils \(description.requirement?.text ?? "what is required"); "
        + refusals(refused)
    }
    if description.pareto.count > 1 { return front(of: eligible) }
    var text = standing(of: best, among: eligible, objective)
    let isTie = text.hasPrefix(Self.tieLead)
    if let baseline = stratum.baseline, baseline != best, !(isTie && eligible.contains(baseline)) {
      text += " " + gain(of: best, over: baseline, objective)
    } else if stratum.baseline == best, !isTie, eligible.count > 1 {
      text += " It is the baseline: no other choice is better."
    }
    if let requirement = description.requirement, !refused.isEmpty {
      text += " Not considered, because of \(requirement.text): " + refusals(refused)
    }
    return text
  }

  /// The choices that no other one beats in one metric without losing in another, by their means.
  private func front(of eligible: [Int]) -> String {
    let metrics = description.pareto.compactMap { name in
      MetricCatalogue.definition(of: name).map { (name: name, definition: $0) }
    }
    func dominates(_ one: Int, _ other: Int) -> Bool {
      metrics.allSatisfy { !isBetter(other, one, $0.name, $0.definition) }
        && metrics.contains { isBetter(one, other, $0.name, $0.definition) }
    }
    let best = eligible.filter { place in !eligible.contains { dominates($0, place) } }
    let described = best.map { place in
      let amounts = metrics.compactMap { results.series($0.name, place) }
        .map { MetricSummary($0).text }
      return "\(strata.choice(place)) (\(amounts.joined(separator: "; ")))"
    }
    let names = metrics.map(\.name).joined(separator: " and ")
    return "in \(names), \(best.count) of \(eligible.count) choices are beaten by none, by their "
      + "means: \(described.joined(separator: ", "))."
  }

  /// Who is best, and from whom it cannot be told apart.
  private func standing(of best: Int, among eligible: [Int], _ objective: String) -> String {
    let amount = results.series(objective, best).map { MetricSummary($0).text } ?? ""
    let rivals = eligible.filter { $0 != best }
    let tied = rivals.filter { place in
      guard let left = results.series(objective, best), let right = results.series(objective, place)
      else { return false }
      return PairedComparison(baseline: left, candidate: right).verdict != .worse
    }
    if !rivals.isEmpty, tied.count == rivals.count {
      return Self.tieLead
        + "\(objective), which is \(amount) with \(strata.choice(best))."
    }
    let head = "\(strata.choice(best)) is best: \(objective) is \(amount)."
    guard tied.isEmpty else {
      return head + " Not told apart from it: \(tied.map(strata.choice).joined(separator: "; "))."
    }
    return head + lead(of: best, among: rivals, objective)
  }

  /// How far the next best choice is behind.
  private func lead(of best: Int, among rivals: [Int], _ objective: String) -> String {
    guard let definition = MetricCatalogue.definition(of: objective),
      let next = rivals.min(by: { isBetter($0, $1, objective, definition) }),
      let left = results.series(objective, best), let right = results.series(objective, next)
    else { return "" }
    let comparison = PairedComparison(baseline: left, candidate: right)
    let relative = comparison.relativeText.map { ", \($0)" } ?? ""
    return " Next comes \(strata.choice(next)): \(comparison.differenceText)\(relative)."
  }

  private func gain(of best: Int, over baseline: Int, _ objective: String) -> String {
    guard let left = results.series(objective, baseline),
      let right = results.series(objective, best)
    else { return "" }
    let comparison = PairedComparison(baseline: left, candidate: right)
    let relative = comparison.relativeText.map { ", \($0)" } ?? ""
    var text =
      "Against the baseline \(strata.choice(baseline)): \(comparison.differenceText)\(relative)"
    text += " (\(comparison.verdict.rawValue))."
    if left.definedCount < left.observations.count {
      text +=
        " The baseline has a value in \(left.definedCount) of "
        + "\(left.observations.count) runs\(left.reason.map { " (\($0))" } ?? "")"
      text += left.restrictedCount > 0 ? "; the others count as their limit." : "."
    }
    return text
  }

  private func refusals(_ places: [Int]) -> String {
    places.map { place in
      guard let requirement = description.requirement,
        let series = results.series(requirement.metric, place)
      else { return strata.choice(place) }
      let count = counted(series, requirement)
      return "\(strata.choice(place)) (in \(count.successes) of \(count.count) runs)"
    }.joined(separator: "; ") + "."
  }

  /// What the number of runs cannot exclude, at the point that has the fewest.
  private func reservation() -> String? {
    guard let requirement = description.requirement else { return nil }
    var worst: (limit: Double, runs: Int)?
    for (place, point) in description.points.enumerated() where point.isRandom {
      guard requirementMet(at: place), let series = results.series(requirement.metric, place)
      else { continue }
      let count = counted(series, requirement)
      guard let interval = count.wilsonInterval().value else { continue }
      let limit = requirement.isUpperBound ? interval.upper : interval.lower
      let isWorse = worst.map {
        requirement.isUpperBound ? limit > $0.limit : limit < $0.limit
      }
      if !requirement.isMet(by: limit), isWorse ?? true { worst = (limit, count.count) }
    }
    guard let worst else { return nil }
    let percent = DecimalText.fixed(worst.limit * 100, decimals: worst.limit < 0.1 ? 1 : 0)
    return "That a choice fulfils \(requirement.text) was observed, not proved: \(worst.runs) runs "
      + "do not exclude a true share of \(percent) %."
  }

  private func requirementMet(at place: Int) -> Bool {
    guard let requirement = description.requirement else { return true }
    guard let series = results.series(requirement.metric, place),
      let share = counted(series, requirement).share.value
    else { return false }
    return requirement.isMet(by: share)
  }

  private func counted(_ series: MetricSeries, _ requirement: SweepRequirement) -> Proportion {
    let values = series.observations.compactMap(\.value.integer)
    return Proportion(successes: values.count(where: requirement.counts), of: values.count)
  }

  private func mean(_ metric: String, _ place: Int) -> Double? {
    results.series(metric, place)?.mean
  }

  /// Points of equal means stay in the order of the sweep.
  private func isBetter(
    _ one: Int, _ other: Int, _ metric: String, _ definition: MetricDefinition
  ) -> Bool {
    guard let left = mean(metric, one) else { return false }
    guard let right = mean(metric, other) else { return true }
    return definition.direction == .higher ? left > right : left < right
  }
}
