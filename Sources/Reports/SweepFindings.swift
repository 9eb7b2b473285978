internal import HostConfiguration
internal import ResultStore
internal import Statistics

/// What a sweep says, in sentences: which choice is best under each condition, and by how much.
struct SweepFindings: Sendable {
  /// The most conditions that are told one by one; the rest is counted.
  static let conditionsMax = 12
  private static let tieLead = "the runs do not tell the choices apart in "
  private static let equalLead = "the choices are equivalent in "

  private let results: SweepResults
  private let strata: SweepStrata
  private let book: ComparisonBook
  private var description: SweepDescription { results.description }

  init(_ results: SweepResults, strata: SweepStrata, book: ComparisonBook) {
    self.results = results
    self.strata = strata
    self.book = book
  }

  /// One paragraph for each condition, then what was left out.
  func sentences() -> [String] {
    guard let objective = description.objectives.first,
      let definition = MetricCatalogue.definition(of: objective)
    else { return [] }
    guard description.points.count > 1, description.outerAxes.isEmpty else { return [] }
    let told = strata.strata.prefix(Self.conditionsMax)
    var sentences = told.map { stratum in
      let lead = stratum.condition.isEmpty ? "" : "With \(stratum.condition): "
      return lead + finding(stratum, objective, definition)
    }
    let rest = strata.strata.count - told.count
    if rest > 0 {
      let conditions = CountText.of(rest, "more condition, which is", "more conditions, which are")
      sentences.append("The table has \(conditions) not told here.")
    }
    if let tally = tally() { sentences.append(tally) }
    return sentences
  }

  /// How many comparisons came to which verdict: a tie is an answer like any other.
  private func tally() -> String? {
    guard book.judged.count > 1 else { return nil }
    let counts = Verdict.allCases.compactMap { verdict -> String? in
      let count = book.judged.count { $0.verdict == verdict }
      return count > 0 ? "\(count) \(verdict.rawValue)" : nil
    }
    return
      "Of \(book.judged.count) comparisons with the baseline: \(counts.joined(separator: ", "))."
  }

  private func finding(
    _ stratum: SweepStrata.Stratum, _ objective: String, _ definition: MetricDefinition
  ) -> String {
    let states = stratum.points.map { ($0, state(at: $0)) }
    let measured = states.filter { mean(objective, $0.0) != nil }
    guard !measured.isEmpty else { return "no choice has a value of \(objective)." }
    let eligible = measured.filter { $0.1 != .violated }.map(\.0)
    var refused = states.filter { $0.1 == .violated }.map(\.0)
    guard let best = eligible.min(by: { isBetter($0, $1, objective, definition) }) else {
      refused.sort { isBetter($0, $1, objective, definition) }
      return "no choice fulfils \(description.requirement?.text ?? "what is required"); "
        + refusals(refused)
    }
    if description.pareto.count > 1 {
      return front(of: eligible) + considered(refused, eligible)
    }
    var text = standing(of: best, among: eligible, objective)
    let isTie = text.hasPrefix(Self.tieLead) || text.hasPrefix(Self.equalLead)
    if let baseline = stratum.baseline, baseline != best, !(isTie && eligible.contains(baseline)) {
      text += " " + gain(of: best, over: baseline, objective)
    } else if stratum.baseline == best, !isTie, eligible.count > 1 {
      text += " It is the baseline: no other choice is better."
    }
    return text + considered(refused, [best])
  }

  /// What the requirement excludes, and what it would take to show that it holds.
  private func considered(_ refused: [Int], _ chosen: [Int]) -> String {
    guard let requirement = description.requirement else { return "" }
    var text = ""
    if !refused.isEmpty {
      text += " Not considered, because of \(requirement.text): " + refusals(refused)
    }
    let open = chosen.compactMap { judgement(at: $0) }.filter { $0.state == .notShown }
    if let worst = open.max(by: { ($0.runsNeeded ?? .max) < ($1.runsNeeded ?? .max) }) {
      text += " That \(chosen.count == 1 ? "it fulfils" : "they fulfil") \(requirement.text) is not"
      text += " shown by \(worst.count.successes) of \(CountText.of(worst.count.count, "run"))"
      text += worst.runsNeeded.map { "; \(CountText.of($0, "such run")) would show it." } ?? "."
    }
    return text
  }

  /// The choices that no other one beats in one metric without losing in another, by their means.
  private func front(of eligible: [Int]) -> String {
    let front = ParetoFront(description.pareto, among: eligible, results, book)
    let best = front.members.filter(\.isInFront)
    let described = best.map { member in
      let amounts = front.metrics.compactMap { results.series($0, member.place) }
        .map { MetricSummary($0).text }
      return "\(strata.name(member.place)) (\(amounts.joined(separator: "; ")))"
    }
    var text = "in \(front.metrics.joined(separator: " and ")), \(best.count) of "
    text += CountText.of(front.members.count, "choice")
    text += " \(best.count == 1 ? "is" : "are") beaten by none, by their means: "
    text += described.joined(separator: ", ") + "."
    let twins = best.filter { !$0.twins.isEmpty }.map { member in
      "\(strata.name(member.place)) from \(member.twins.map(strata.name).joined(separator: ", "))"
    }
    if !twins.isEmpty {
      text += " The runs do not tell apart: \(twins.joined(separator: "; "))."
    }
    let doubtful = front.members.filter { !$0.isInFront && !$0.isToldApart }.map {
      strata.name($0.place)
    }
    if !doubtful.isEmpty {
      text += " Beaten by the means, but not told apart from who beats them: "
      text += doubtful.joined(separator: ", ") + "."
    }
    return text
  }

  /// Who is best, and from whom it cannot be told apart.
  private func standing(of best: Int, among eligible: [Int], _ objective: String) -> String {
    let amount = results.series(objective, best).map { MetricSummary($0).text } ?? ""
    let rivals = eligible.filter { $0 != best }
    let others = book.comparisons(of: rivals, with: best, objective)
    let tied = others.filter { $0.verdict != .worse }.map(\.candidate)
    if !rivals.isEmpty, tied.count == rivals.count {
      let lead =
        others.allSatisfy { $0.verdict == .equivalent } ? Self.equalLead : Self.tieLead
      return lead
        + "\(objective), which is \(amount) with \(strata.name(best))."
    }
    let head = "\(strata.name(best)) is best: \(objective) is \(amount)."
    guard tied.isEmpty else {
      return head + " Not told apart from it: \(tied.map(strata.name).joined(separator: "; "))."
    }
    guard let definition = MetricCatalogue.definition(of: objective),
      let next = others.min(by: { isBetter($0.candidate, $1.candidate, objective, definition) })
    else { return head }
    let text = DifferenceText(next)
    let relative = text.relative.map { ", \($0)" } ?? ""
    return head + " Next comes \(strata.name(next.candidate)): \(text.difference)\(relative)."
  }

  private func gain(of best: Int, over baseline: Int, _ objective: String) -> String {
    guard let judged = book.comparison(objective, best),
      let left = results.series(objective, baseline)
    else { return "" }
    let figures = DifferenceText(judged)
    let relative = figures.relative.map { ", \($0)" } ?? ""
    var text = "Against the baseline \(strata.name(baseline)): \(figures.difference)\(relative)"
    text += " (\(figures.verdictSentence))."
    if left.definedCount < left.observations.count {
      text +=
        " The baseline has a value in \(left.definedCount) of "
        + "\(CountText.of(left.observations.count, "run"))\(left.reason.map { " (\($0))" } ?? "")"
      text += left.restrictedCount > 0 ? "; the others count as their limit." : "."
    }
    return text
  }

  private func refusals(_ places: [Int]) -> String {
    places.map { place in
      guard let judgement = judgement(at: place) else { return strata.name(place) }
      let count = judgement.count
      return "\(strata.name(place)) (in \(count.successes) of \(CountText.of(count.count, "run")))"
    }.joined(separator: "; ") + "."
  }

  private func judgement(at place: Int) -> RequirementJudgement? {
    guard let requirement = description.requirement,
      let series = results.series(requirement.metric, place)
    else { return nil }
    return RequirementJudgement(series, requirement, level: description.settings.level)
  }

  private func state(at place: Int) -> RequirementJudgement.State {
    judgement(at: place)?.state ?? .fulfilled
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
