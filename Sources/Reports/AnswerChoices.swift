// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics

/// The table of an answer with a row for each choice, the best first.
struct AnswerChoices: Sendable {
  /// From how many characters a line on the objective has its interval: in less room other metrics say more.
  private static let widthOfIntervals = 100

  private let analysis: SweepAnalysis
  private let found: SweepAnalysis.ConditionFinding?
  private let width: Int
  private var description: SweepDescription { analysis.description }

  /// Describes a table.
  ///
  /// - Parameters:
  ///   - analysis: the sweep.
  ///   - found: what was found of the choices; nil where nothing was asked.
  ///   - width: how many characters a line may have.
  init(
    _ analysis: SweepAnalysis, _ found: SweepAnalysis.ConditionFinding?, width: Int
  ) {
    self.analysis = analysis
    self.found = found
    self.width = width
  }

  /// The table.
  func table() -> AnswerTable {
    let places = places
    let marks = places.map(mark)
    let names = AnswerTable.short(places.map(analysis.strata.name))
    var lead = [
      TextTable.Column("  choice", cells: zip(marks, names).map { "\($0.sign) \($1)" })
    ]
    if let required = requirementColumn(places) { lead.append(required) }
    let first = found == nil ? [] : firstMetrics
    let others = description.metrics.filter {
      !first.contains($0) && $0 != description.requirement?.metric
    }
    var columns = first.map {
      column($0, places, isWhole: width >= Self.widthOfIntervals && first.count == 1)
    }
    if let difference = differenceColumn(places) {
      columns.insert(difference, at: min(1, columns.count))
    }
    columns += others.map { column($0, places, isWhole: false) }
    return AnswerTable(
      TextTable(lead: lead, columns: columns), styles: marks.map(\.style),
      marks: legend(marks.map(\.sign), places), width: width)
  }

  private var firstMetrics: [String] {
    description.pareto.count > 1 ? description.pareto : Array(description.objectives.prefix(1))
  }

  /// The eligible ones by their means, then those without a value, then those that are out; a front first.
  private var places: [Int] {
    guard let found, let objective = description.objectives.first,
      let definition = MetricCatalogue.definition(of: objective)
    else { return Array(description.points.indices) }
    let race = found.race
    let eligible = sorted(race.eligible, objective, definition)
    let refused = sorted(race.refused, objective, definition)
    let known = Set(eligible + refused)
    let all = eligible + race.stratum.points.filter { !known.contains($0) } + refused
    guard case .front(let front) = found.finding else { return all }
    let members = front.members.filter(\.isInFront).map(\.place)
    return all.filter(members.contains) + all.filter { !members.contains($0) }
  }

  private func sorted(
    _ places: [Int], _ metric: String, _ definition: MetricDefinition
  ) -> [Int] {
    let order = places.enumerated().sorted { one, other in
      if analysis.isBetter(one.element, other.element, metric, definition) { return true }
      if analysis.isBetter(other.element, one.element, metric, definition) { return false }
      return one.offset < other.offset
    }
    return order.map(\.element)
  }

  private func mark(_ place: Int) -> (sign: String, style: StyledLine.Style) {
    guard let found else { return (" ", .plain) }
    if found.race.refused.contains(place) { return ("x", .bad) }
    switch found.finding {
    case .front(let front):
      let isIn = front.members.contains { $0.place == place && $0.isInFront }
      return isIn ? (">", .good) : (" ", .plain)
    case .ranked(let standing):
      if standing.isTie { return (standing.others.isEmpty ? ">" : "=", .plain) }
      if standing.best == place { return (">", .good) }
      return standing.tied.contains(place) ? ("=", .plain) : (" ", .plain)
    case .nothing, .unmeasured, .noneEligible: return (" ", .plain)
    }
  }

  /// In how many runs what is required was broken, or kept.
  private func requirementColumn(_ places: [Int]) -> TextTable.Column? {
    guard let requirement = description.requirement else { return nil }
    let event = requirement.text.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
    return TextTable.Column(
      "runs with\n\(event)", .right,
      cells: places.map { place in
        analysis.judgement(at: place).map { "\($0.count.successes)/\($0.count.count)" } ?? "-"
      })
  }

  private func column(_ metric: String, _ places: [Int], isWhole: Bool) -> TextTable.Column {
    TextTable.Column(
      AnswerTable.title(metric), .right,
      cells: places.map { cell(metric, $0, isWhole: isWhole) })
  }

  private func cell(_ metric: String, _ place: Int, isWhole: Bool) -> String {
    guard let series = analysis.results.wholeSeries(metric, place), !series.observations.isEmpty
    else { return "-" }
    if series.definedCount == 0 { return series.isDurationThatMayNotEnd ? "never" : "-" }
    if isWhole { return analysis.summary(of: metric, at: place)?.text ?? "-" }
    if series.isProportion {
      return "\(series.proportion.successes)/\(series.proportion.count)"
    }
    guard let mean = series.mean else { return "-" }
    return DisplayUnit.text(mean, series.definition.unit) + (series.restrictedCount > 0 ? " *" : "")
  }

  /// By how much each is worse than the best.
  private func differenceColumn(_ places: [Int]) -> TextTable.Column? {
    guard let found, case .ranked(let standing) = found.finding, !standing.others.isEmpty else {
      return nil
    }
    return TextTable.Column(
      "to the\nbest", .right,
      cells: places.map { place in
        standing.others.first { $0.candidate == place }.map { DifferenceText($0).mean }
          ?? (place == standing.best ? "-" : "")
      })
  }

  private func legend(_ signs: [String], _ places: [Int]) -> String {
    guard let found else { return "" }
    var texts: [String] = []
    if case .front = found.finding {
      texts.append(">: beaten by none, by the means")
    } else if signs.contains(">") {
      texts.append(">: the best mean")
    }
    if signs.contains("=") {
      texts.append(signs.contains(">") ? "=: not told from it" : "=: not told apart")
    }
    if signs.contains("x") { texts.append("x: out") }
    let isRestricted = firstMetrics.contains { metric in
      places.contains { (analysis.results.wholeSeries(metric, $0)?.restrictedCount ?? 0) > 0 }
    }
    if isRestricted { texts.append("*: a run without an end counts as its limit") }
    return texts.joined(separator: "; ")
  }
}
