// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics
internal import TrialExecution

/// What an answer says of the choices in words: a short rendering of what the findings say.
struct AnswerText: Sendable {
  /// How many names stand in one paragraph.
  private static let namesMax = 4

  private let analysis: SweepAnalysis
  private let hasLead: Bool
  private var description: SweepDescription { analysis.description }
  private var objective: String { description.objectives.first ?? "" }

  /// Describes the words.
  ///
  /// - Parameters:
  ///   - analysis: the sweep.
  ///   - hasLead: whether it has been said that something was not there to be compared.
  init(_ analysis: SweepAnalysis, hasLead: Bool) {
    self.analysis = analysis
    self.hasLead = hasLead
  }

  // MARK: One condition

  /// What is said under a single condition.
  func blocks(of found: SweepAnalysis.ConditionFinding) -> [AnswerBlock] {
    let race = found.race
    var blocks: [AnswerBlock] = []
    switch found.finding {
    case .nothing(let metrics, let reason):
      let text = "none: nothing is compared in \(metrics.joined(separator: " and "))"
      blocks.append(
        AnswerBlock("Best", hasLead ? ["\(text)."] : ["\(text): \(reason).", "\(text)."]))
    case .unmeasured:
      blocks.append(AnswerBlock("Best", ["none: no choice has a value of \(objective)."]))
    case .noneEligible:
      let text = description.requirement?.text ?? "what is required"
      blocks.append(AnswerBlock("Best", as: .bad, ["none: no choice fulfils \(text)."]))
    case .front(let front): blocks += self.blocks(of: front)
    case .ranked(let standing): blocks += self.blocks(of: standing, race)
    }
    blocks += out(race.refused)
    blocks += open(found)
    return blocks
  }

  private func blocks(
    of standing: SweepAnalysis.Standing, _ race: SweepAnalysis.Race
  ) -> [AnswerBlock] {
    let (best, amount) = (analysis.strata.name(standing.best), standing.amount)
    let isIn = "\(objective) is \(amount)"
    if standing.isTie { return [AnswerBlock("Best", as: .caution, tie(standing, best, amount))] }
    guard standing.tied.isEmpty else {
      let names = standing.tied.map(analysis.strata.name)
      let lead = "not told: \(best) has the best mean, \(isIn)."
      return [
        AnswerBlock(
          "Best", as: .caution,
          lists(names).map { "\(lead) Not told apart from it: \($0)." } + [lead])
      ]
    }
    guard let next = standing.next else {
      return [AnswerBlock("Best", as: .good, ["\(best), the only choice left: \(isIn)."])]
    }
    let most = standing.open.isEmpty ? "" : " in most runs"
    var blocks = [AnswerBlock("Best", as: .good, ["\(best)\(most): \(isIn)."])]
    let text = DifferenceText(next)
    let name = analysis.strata.name(next.candidate)
    let verdict = next.verdict == .worse ? "" : " (\(text.verdict))"
    let figures = "\(name): \(text.difference)\(text.relative.map { ", \($0)" } ?? "")\(verdict)."
    let ties = lists(standing.tiedWithNext.map(analysis.strata.name)).map {
      "\(figures) Not told from it: \($0)."
    }
    let short =
      standing.tiedWithNext.isEmpty
      ? [] : ["\(figures) \(standing.tiedWithNext.count) not told from it."]
    blocks.append(AnswerBlock("Next", ties + short + [figures]))
    return blocks + baseline(standing, race)
  }

  /// The best beside the baseline, where that is alive and no tie.
  private func baseline(
    _ standing: SweepAnalysis.Standing, _ race: SweepAnalysis.Race
  ) -> [AnswerBlock] {
    guard let baseline = race.stratum.baseline, race.eligible.contains(baseline) else { return [] }
    if baseline == standing.best {
      return [
        AnswerBlock("", ["The best is the baseline: no other choice is better."], isOptional: true)
      ]
    }
    guard let judged = analysis.book.comparison(objective, standing.best) else { return [] }
    let text = DifferenceText(judged)
    let figures =
      "Against the baseline \(analysis.strata.name(baseline)): \(text.difference)"
      + (text.relative.map { ", \($0)" } ?? "")
    return [AnswerBlock("", ["\(figures) (\(text.verdict))."], isOptional: true)]
  }

  private func tie(
    _ standing: SweepAnalysis.Standing, _ best: String, _ amount: String
  ) -> [String] {
    let verdicts = standing.others.map(\.verdict)
    let count = "the \(CountText.of(standing.others.count + 1, "choice"))"
    if verdicts.allSatisfy({ $0 == .neitherGotThere }) {
      return ["none: \(objective) has no value in any run of \(count)."]
    }
    let end = "in \(objective), which is \(amount) with \(best)."
    let short = "in \(objective)."
    func both(_ text: String) -> [String] { ["\(text) \(end)", "\(text) \(short)"] }
    if verdicts.allSatisfy({ $0 == .equivalent }) {
      return both("none: \(count) are equivalent")
    }
    guard verdicts.allSatisfy(\.isTie), let first = standing.others.first else {
      return both("not told: the runs do not tell \(count) apart")
    }
    let percent = DecimalText.fixed(first.unseenShare * 100, decimals: 0)
    let lead = "no difference that matters is seen between \(count)"
    let unseen = "Up to \(percent) % of runs can be otherwise."
    return ["\(lead) \(end) \(unseen)", "\(lead) \(short) \(unseen)"]
  }

  private func blocks(of front: ParetoFront) -> [AnswerBlock] {
    let best = front.members.filter(\.isInFront)
    let metrics = front.metrics.joined(separator: " and ")
    let head = "\(best.count) of \(CountText.of(front.members.count, "choice")) are beaten by none"
    let twins = best.filter { !$0.twins.isEmpty }.count
    let doubt =
      twins > 0 ? " \(twins) of them are not told from some other in any of these metrics." : ""
    return [
      AnswerBlock(
        "Front", as: .good,
        ["\(head) in \(metrics), by the means.\(doubt)", "\(head) in \(metrics), by the means."])
    ]
  }

  // MARK: Conditions

  /// What is said of several conditions: how often who is best, what is out and what is open.
  func blocks(over found: [SweepAnalysis.ConditionFinding]) -> [AnswerBlock] {
    if description.pareto.count > 1 {
      let metrics = description.pareto.joined(separator: " and ")
      return [
        AnswerBlock(
          "Front", as: .good,
          ["the choices that none beats in \(metrics), by the means, are in the table."])
      ] + open(over: found)
    }
    let all = CountText.of(found.count, "condition")
    let counts = Self.counts(of: found.map(word))
    let texts = counts.map { "\($0.word) under \($0.count) of \(all)" }
    var blocks = [
      AnswerBlock("Best", as: .good, lists(texts).map { "\($0)." } + ["it differs: see the table."])
    ]
    let rest = analysis.strata.strata.count - found.count
    if rest > 0 {
      blocks.append(
        AnswerBlock("", as: .caution, ["\(CountText.of(rest, "more condition")) not told here."]))
    }
    let refused = Self.counts(
      of: found.flatMap { $0.race.refused.map(analysis.strata.name) })
    if !refused.isEmpty, let requirement = description.requirement {
      let texts = refused.map { "\($0.word) under \($0.count) of \(found.count)" }
      blocks.append(
        AnswerBlock("Out", as: .bad, lists(texts).map { "by \(requirement.text): \($0)." }))
    }
    return blocks + open(over: found)
  }

  /// Who is best under a condition, in as few words as can be counted.
  private func word(_ found: SweepAnalysis.ConditionFinding) -> String {
    switch found.finding {
    case .nothing: return "nothing is compared"
    case .unmeasured: return "no choice has a value"
    case .noneEligible: return "no choice fulfils what is required"
    case .front: return "a front of several choices"
    case .ranked(let standing):
      guard standing.tied.isEmpty else {
        let verdicts = standing.others.map(\.verdict)
        guard standing.isTie, verdicts.allSatisfy(\.isTie) else { return "not told" }
        return verdicts.allSatisfy { $0 == .equivalent } ? "all equivalent" : "no difference seen"
      }
      return analysis.strata.name(standing.best) + (standing.open.isEmpty ? "" : " (in most runs)")
    }
  }

  private func open(over found: [SweepAnalysis.ConditionFinding]) -> [AnswerBlock] {
    var texts = [tooFew].compactMap(\.self)
    let open = found.compactMap { found -> SweepAnalysis.Standing? in
      guard case .ranked(let standing) = found.finding, standing.tied.isEmpty,
        !standing.open.isEmpty
      else { return nil }
      return standing
    }
    if !open.isEmpty {
      let needs = open.compactMap(\.runsToSettle)
      let cost = needs.count == open.count ? needs.max() : nil
      texts.append(
        "that the mean is best too under \(open.count) of \(found.count)\(Self.settling(cost)).")
    }
    texts += [requirementText(found.flatMap(chosen))].compactMap(\.self)
    return Self.open(texts)
  }

  private static func open(_ texts: [String]) -> [AnswerBlock] {
    texts.enumerated().map { AnswerBlock($0 == 0 ? "Open" : "", as: .caution, [$1]) }
  }

  private static func settling(_ runs: Int?) -> String {
    runs.map { "; \(CountText.of($0, "more run")) of each like these would settle it" } ?? ""
  }

  // MARK: What is out, and what is open

  private func out(_ refused: [Int]) -> [AnswerBlock] {
    guard let requirement = description.requirement, !refused.isEmpty else { return [] }
    let names = refused.map { place -> String in
      guard let judgement = analysis.judgement(at: place) else {
        return analysis.strata.name(place)
      }
      let endless = judgement.endlessCount
      return "\(analysis.strata.name(place)) (in \(judgement.count.successes) of "
        + "\(CountText.of(judgement.count.count, "run"))\(endless > 0 ? ", \(endless) never ended" : ""))"
    }
    return [
      AnswerBlock("Out", as: .bad, lists(names).map { "by \(requirement.text): \($0)." })
    ]
  }

  /// The choices of which what is required is to be shown.
  private func chosen(_ found: SweepAnalysis.ConditionFinding) -> [Int] {
    switch found.finding {
    case .ranked(let standing): [standing.best]
    case .front: found.race.eligible
    case .nothing, .unmeasured, .noneEligible: []
    }
  }

  private func open(_ found: SweepAnalysis.ConditionFinding) -> [AnswerBlock] {
    var texts = [tooFew].compactMap(\.self)
    if case .ranked(let standing) = found.finding, standing.tied.isEmpty,
      let first = standing.open.first
    {
      let percent = DecimalText.fixed(first.unseenShare * 100, decimals: 0)
      texts.append(
        "that its mean is best: up to \(percent) % of runs can be otherwise"
          + Self.settling(standing.runsToSettle) + ".")
    }
    texts += [requirementText(chosen(found))].compactMap(\.self)
    return Self.open(texts)
  }

  /// That it is not shown that choices fulfil what is required, and how many more runs would show it.
  private func requirementText(_ chosen: [Int]) -> String? {
    guard let requirement = description.requirement,
      let worst = analysis.leastShown(of: chosen)
    else { return nil }
    let count = worst.count
    let more = worst.runsNeeded.map {
      "; \($0 - count.count) more like these would show it"
    }
    return "\(requirement.text): \(count.successes) of \(CountText.of(count.count, "run"))"
      + "\(more ?? " do not show it")."
  }

  /// That no difference could be shown by so few runs, and how many it takes.
  private var tooFew: String? {
    guard analysis.isCompared,
      let need = AttainableNote.repetitionsNeeded(analysis.book.families, description.settings)
    else { return nil }
    return "too few runs for a verdict against the baseline: at least \(need) of each."
  }

  // MARK: Lists

  /// A list of names with ever fewer of them.
  private func lists(_ names: [String]) -> [String] {
    guard !names.isEmpty else { return [] }
    return (1...min(names.count, Self.namesMax)).reversed().map {
      AnswerBlock.list(names, max: $0)
    }
  }

  /// How often each word stands in a list, the most frequent first, equal ones in their order.
  private static func counts(of words: [String]) -> [(word: String, count: Int)] {
    var order: [String] = []
    for word in words where !order.contains(word) { order.append(word) }
    let counts = order.map { word in (word: word, count: words.count { $0 == word }) }
    return counts.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }.map(\.element)
  }
}
