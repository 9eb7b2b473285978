// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import ResultStore
internal import Statistics

// What a sweep says, in sentences: which choice is best under each condition, and by how much.

extension SweepAnalysis {
  /// The most conditions that are told one by one; the rest is counted.
  static let conditionsMax = 12
  /// The most pairs of a front that are named.
  private static let pairsMax = 6

  /// What is found under a condition.
  struct ConditionFinding: Sendable {
    /// The choices under the condition.
    let race: Race
    /// What the runs say of them.
    let finding: Finding
  }

  /// What the runs say of the choices under a condition.
  enum Finding: Sendable {
    /// Nothing is compared by these metrics, for this reason.
    case nothing(metrics: [String], reason: String)
    /// No choice has a value of the objective.
    case unmeasured
    /// What is required excludes every choice.
    case noneEligible
    /// Several metrics are weighed: no choice is the best.
    case front(ParetoFront)
    /// A choice has the best mean.
    case ranked(Standing)
  }

  /// What is found under each condition, at most under `conditionsMax`; empty where nothing is asked.
  func conditionFindings() -> [ConditionFinding] {
    guard let objective = description.objectives.first,
      let definition = MetricCatalogue.definition(of: objective)
    else { return [] }
    guard description.points.count > 1, description.outerAxes.isEmpty else { return [] }
    let told = strata.strata.prefix(Self.conditionsMax).map {
      Race($0, self, objective, definition)
    }
    // A front does not ask who is best.
    let standings = description.pareto.count > 1 ? [:] : standings(in: told, objective, definition)
    return told.map { race in
      ConditionFinding(race: race, finding: finding(race, standings, objective))
    }
  }

  /// One paragraph for each condition, then what was left out.
  func findings() -> [String] {
    guard let objective = description.objectives.first else { return [] }
    let told = conditionFindings()
    guard !told.isEmpty else { return [] }
    var sentences = told.map { found in
      let condition = found.race.stratum.condition
      let lead = condition.isEmpty ? "" : "With \(condition): "
      return lead + sentence(of: found, objective)
    }
    let rest = strata.strata.count - told.count
    if rest > 0 {
      let conditions = CountText.of(rest, "more condition, which is", "more conditions, which are")
      sentences.append("The table has \(conditions) not told here.")
    }
    if let tally = tally() { sentences.append(tally) }
    if isCompared, let tooFew = AttainableNote.sentence(book.families, description.settings) {
      sentences.append(tooFew)
    }
    return sentences
  }

  /// Whether any comparison with the baseline compares something.
  var isCompared: Bool { book.judged.contains { $0.verdict != .notCompared } }

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
    _ race: Race, _ standings: [Int: Standing], _ objective: String
  ) -> Finding {
    if let nothing = nothing(to: race.stratum, objective) { return nothing }
    guard race.isMeasured else { return .unmeasured }
    guard let best = race.best else { return .noneEligible }
    guard description.pareto.count <= 1, let standing = standings[best] else {
      return .front(ParetoFront(description.pareto, among: race.eligible, results, book))
    }
    return .ranked(standing)
  }

  /// What was found under a condition, in sentences.
  private func sentence(of found: ConditionFinding, _ objective: String) -> String {
    let race = found.race
    switch found.finding {
    case .nothing(let metrics, let reason):
      let nothing = race.stratum.condition.isEmpty ? "Nothing" : "nothing"
      return "\(nothing) is compared in \(metrics.joined(separator: " and ")): \(reason)."
    case .unmeasured: return "no choice has a value of \(objective)."
    case .noneEligible:
      return "no choice fulfils \(description.requirement?.text ?? "what is required"); "
        + refusals(race.refused)
    case .front(let front): return text(of: front) + considered(race.refused, race.eligible)
    case .ranked(let standing):
      var text = self.text(of: standing, objective)
      let (best, baseline) = (standing.best, race.stratum.baseline)
      if let baseline, baseline != best, !(standing.isTie && race.eligible.contains(baseline)) {
        text += " " + gain(of: best, over: baseline, objective)
      } else if baseline == best, !standing.isTie, race.eligible.count > 1 {
        text += " It is the baseline: no other choice is better."
      }
      return text + considered(race.refused, [best])
    }
  }

  /// That nothing is compared under a condition, and why; nil where something is.
  private func nothing(to stratum: SweepStrata.Stratum, _ objective: String) -> Finding? {
    guard stratum.points.count > 1 else { return nil }
    let metrics = description.pareto.count > 1 ? description.pareto : [objective]
    let first = stratum.baseline ?? stratum.points[0]
    let others = stratum.points.filter { $0 != first }
    let reasons = metrics.flatMap { metric in
      others.map { emptiness.reason(metric, first, $0) }
    }
    guard reasons.allSatisfy({ $0 != nil }), let reason = reasons.compactMap(\.self).first else {
      return nil
    }
    return .nothing(metrics: metrics, reason: reason)
  }

  /// What the requirement excludes, and what it would take to show that it holds.
  private func considered(_ refused: [Int], _ chosen: [Int]) -> String {
    guard let requirement = description.requirement else { return "" }
    var text = ""
    if !refused.isEmpty {
      text += " Not considered, because of \(requirement.text): " + refusals(refused)
    }
    if let worst = leastShown(of: chosen) {
      text += " That \(chosen.count == 1 ? "it fulfils" : "they fulfil") \(requirement.text) is not"
      text += " shown by \(worst.count.successes) of \(CountText.of(worst.count.count, "run"))"
      text +=
        worst.runsNeeded.map {
          "; \(CountText.of($0, "such run")) would show it, if they go on like this."
        } ?? "."
    }
    return text
  }

  /// The choice of some of which it takes the most runs to show what is required; nil where it is shown.
  func leastShown(of chosen: [Int]) -> RequirementJudgement? {
    chosen.compactMap { judgement(at: $0) }.filter { $0.state == .notShown }
      .max { ($0.runsNeeded ?? .max) < ($1.runsNeeded ?? .max) }
  }

  /// The choices that no other one beats in one metric without losing in another, by their means.
  private func text(of front: ParetoFront) -> String {
    let best = front.members.filter(\.isInFront)
    let described = best.map { member in
      let amounts = front.metrics.compactMap { summary(of: $0, at: member.place)?.text }
      return "\(strata.name(member.place)) (\(amounts.joined(separator: "; ")))"
    }
    var text = "in \(front.metrics.joined(separator: " and ")), \(best.count) of "
    text += CountText.of(front.members.count, "choice")
    text += " \(best.count == 1 ? "is" : "are") beaten by none, by their means: "
    text += described.joined(separator: ", ") + "."
    text += indistinct(best)
    let doubtful = front.members.filter { !$0.isInFront && !$0.isToldApart }.map {
      strata.name($0.place)
    }
    if !doubtful.isEmpty {
      text += " Beaten by the means, but not told apart from who beats them: "
      text += doubtful.joined(separator: ", ") + "."
    }
    return text
  }

  /// Which members of a front the runs do not tell from each other, each pair once.
  private func indistinct(_ members: [ParetoFront.Member]) -> String {
    let places = members.map(\.place)
    let pairs = places.indices.flatMap { one in
      places[(one + 1)...].filter(members[one].twins.contains).map { (places[one], $0) }
    }
    let all = places.count * (places.count - 1) / 2
    guard !pairs.isEmpty else { return "" }
    guard pairs.count < all || all == 1 else { return " The runs tell none of them apart." }
    guard pairs.count <= Self.pairsMax else {
      return
        " The runs do not tell apart \(pairs.count) of their \(all) pairs, which the table 'front' names."
    }
    let texts = pairs.map { "\(strata.name($0.0)) from \(strata.name($0.1))" }
    return " The runs do not tell apart: \(texts.joined(separator: "; "))."
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
      let endless = judgement.endlessCount
      return "\(strata.name(place)) (in \(count.successes) of \(CountText.of(count.count, "run"))"
        + (endless > 0 ? "; \(endless) never ended)" : ")")
    }.joined(separator: "; ") + "."
  }

  func state(at place: Int) -> RequirementJudgement.State {
    judgement(at: place)?.state ?? .fulfilled
  }

  func mean(_ metric: String, _ place: Int) -> Double? {
    results.series(metric, place)?.mean
  }

  /// Points of equal means stay in the order of the sweep.
  func isBetter(
    _ one: Int, _ other: Int, _ metric: String, _ definition: MetricDefinition
  ) -> Bool {
    guard let left = mean(metric, one) else { return false }
    guard let right = mean(metric, other) else { return true }
    return definition.direction == .higher ? left > right : left < right
  }
}
