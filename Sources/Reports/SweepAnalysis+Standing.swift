internal import HostConfiguration
internal import Statistics
internal import TrialExecution

// Who is ahead under one condition, and what the runs say of the others.

extension SweepAnalysis {
  /// The choices under one condition, and who is ahead by the mean.
  struct Race {
    /// The condition.
    let stratum: SweepStrata.Stratum
    /// The choices that have a value and are not excluded.
    let eligible: [Int]
    /// Those that what is required excludes.
    let refused: [Int]
    /// Whether any choice has a value.
    let isMeasured: Bool
    /// Who has the best mean; nil where nobody is eligible.
    let best: Int?

    /// Looks at the choices under one condition.
    init(
      _ stratum: SweepStrata.Stratum, _ sweep: SweepAnalysis, _ objective: String,
      _ definition: MetricDefinition
    ) {
      self.stratum = stratum
      let states = stratum.points.map { ($0, sweep.state(at: $0)) }
      let measured = states.filter { sweep.mean(objective, $0.0) != nil }
      isMeasured = !measured.isEmpty
      eligible = measured.filter { $0.1 != .violated }.map(\.0)
      let refused = states.filter { $0.1 == .violated }.map(\.0)
      best = eligible.min { sweep.isBetter($0, $1, objective, definition) }
      self.refused =
        best == nil
        ? refused.sorted { sweep.isBetter($0, $1, objective, definition) } : refused
    }
  }

  /// Who is best, and from whom it cannot be told apart; a tie where that is everybody.
  func standing(
    of best: Int, beside others: [JudgedComparison], of race: Race, _ objective: String
  ) -> (text: String, isTie: Bool) {
    let amount = summary(of: objective, at: best, amongst: race.eligible.count)?.text ?? ""
    let tied = others.filter { other in
      // What is said of the baseline stands in the table: a family of fewer tests must not outdo it.
      let isOfBaseline = other.candidate == race.stratum.baseline
      let declared = isOfBaseline ? book.comparison(objective, best)?.verdict : nil
      return other.verdict.leaning != .worse || (declared.map { $0.leaning == nil } ?? false)
    }.map(\.candidate)
    if !others.isEmpty, tied.count == others.count {
      return (tie(of: others, objective, amount, strata.name(best)), true)
    }
    guard tied.isEmpty else {
      let names = tied.map(strata.name).joined(separator: "; ")
      let lead = "\(strata.name(best)) has the best mean: \(objective) is \(amount)."
      return ("\(lead) Not told apart from it: \(names).", false)
    }
    let isOpen = others.contains { $0.verdict == .worseInMostRuns }
    let head =
      "\(strata.name(best)) is best\(isOpen ? " in most runs" : ""): \(objective) is \(amount)."
    guard let definition = MetricCatalogue.definition(of: objective),
      let next = others.min(by: { isBetter($0.candidate, $1.candidate, objective, definition) })
    else { return (head, false) }
    let text = DifferenceText(next)
    let relative = text.relative.map { ", \($0)" } ?? ""
    let follower =
      "Next comes \(strata.name(next.candidate)): \(text.difference)\(relative)"
      + (next.verdict == .worse ? "." : " (\(text.verdict)).")
    return ("\(head) \(follower)\(openness(others))", false)
  }

  /// What the runs say where they tell nobody apart.
  private func tie(
    of others: [JudgedComparison], _ objective: String, _ amount: String, _ best: String
  ) -> String {
    let verdicts = others.map(\.verdict)
    if verdicts.allSatisfy({ $0 == .neitherGotThere }) {
      return
        "\(objective) has no value in any run of any choice that counts: there is nothing to compare."
    }
    let end = "in \(objective), which is \(amount) with \(best)."
    if verdicts.allSatisfy({ $0 == .equivalent }) { return "the choices are equivalent \(end)" }
    guard verdicts.allSatisfy(\.isTie), let first = others.first else {
      return "the runs do not tell the choices apart \(end)"
    }
    let percent = DecimalText.fixed(first.unseenShare * 100, decimals: 0)
    return "no difference that matters is seen between the choices \(end) That is "
      + "\(CountText.of(first.raw.pairCount, "run")) of each: up to \(percent) % of runs can be otherwise."
  }

  /// That the mean is open where most runs are told apart, and what would settle it.
  private func openness(_ others: [JudgedComparison]) -> String {
    let open = others.filter { $0.verdict == .worseInMostRuns }
    guard let first = open.first else { return "" }
    let percent = DecimalText.fixed(first.unseenShare * 100, decimals: 0)
    let needs = open.compactMap { judged -> Int? in
      if case .about(let count) = judged.need { count } else { nil }
    }
    let need =
      needs.count == open.count
      ? needs.max().map { "; \(CountText.of($0, "more run")) of each like these would settle it" }
      : nil
    return
      " That its mean is best too is open: up to \(percent) % of runs can be otherwise than all that "
      + "were seen, and outweigh the difference\(need ?? "")."
  }
}
