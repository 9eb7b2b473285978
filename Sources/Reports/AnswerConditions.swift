// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// The table of an answer with a row for each condition: who is best there, and by how much.
struct AnswerConditions: Sendable {
  /// How long a name may be beside the values of conditions.
  private static let nameMax = 22
  /// The same in a front, beside which nothing comes next.
  private static let frontNameMax = 38

  private let analysis: SweepAnalysis
  private let found: [SweepAnalysis.ConditionFinding]
  private let width: Int
  private var description: SweepDescription { analysis.description }
  private var objective: String { description.objectives.first ?? "" }

  /// Describes a table of what was found under each condition.
  init(_ analysis: SweepAnalysis, _ found: [SweepAnalysis.ConditionFinding], width: Int) {
    self.analysis = analysis
    self.found = found
    self.width = width
  }

  /// A row: a condition, or a choice of its front.
  private struct Row {
    let place: Int
    let best: String
    let amounts: [String]
    let next: String
    let difference: String
    let style: StyledLine.Style
  }

  /// The table.
  func table() -> AnswerTable {
    let rows = found.flatMap(rows)
    let isFront = description.pareto.count > 1
    let metrics = isFront ? description.pareto : [objective]
    let values = rows.map { analysis.strata.conditionValues($0.place) }
    let lead = (values.first ?? []).indices.map { axis in
      TextTable.Column(
        AnswerTable.words(values[0][axis].title.replacing(".", with: ". ")),
        cells: values.map { AnswerTable.short($0[axis].label, 14) })
    }
    var columns = [
      TextTable.Column(isFront ? "in the front" : "best", cells: rows.map(\.best))
    ]
    columns += metrics.enumerated().map { place, metric in
      TextTable.Column(
        AnswerTable.title(metric), .right,
        cells: rows.map { place < $0.amounts.count ? $0.amounts[place] : "" })
    }
    if rows.contains(where: { !$0.next.isEmpty }) {
      columns.append(.init("next", cells: rows.map(\.next)))
    }
    if rows.contains(where: { !$0.difference.isEmpty }) {
      columns.append(.init("against\nthe best", .right, cells: rows.map(\.difference)))
    }
    var marks = rows.contains { $0.best.hasPrefix("?") } ? ["?: the best mean, not told"] : []
    if rows.contains(where: { $0.amounts.contains { $0.hasSuffix("*") } }) {
      marks.append("*: a run without an end counts as its limit")
    }
    return AnswerTable(
      TextTable(lead: lead, columns: columns), styles: rows.map(\.style),
      marks: marks.joined(separator: "; "), width: width)
  }

  private func rows(_ found: SweepAnalysis.ConditionFinding) -> [Row] {
    let first = found.race.stratum.points.first ?? 0
    func none(_ text: String) -> [Row] {
      [Row(place: first, best: text, amounts: [], next: "", difference: "", style: .plain)]
    }
    switch found.finding {
    case .nothing: return none("nothing compared")
    case .unmeasured: return none("no value")
    case .noneEligible: return none("none fulfils it")
    case .front(let front):
      return front.members.filter(\.isInFront).map { member in
        Row(
          place: member.place, best: name(member.place),
          amounts: front.metrics.map { amount($0, member.place) }, next: "", difference: "",
          style: .plain)
      }
    case .ranked(let standing):
      let amounts = [amount(objective, standing.best)]
      let row = { (best: String, next: String, difference: String, style: StyledLine.Style) in
        [
          Row(
            place: standing.best, best: best, amounts: amounts, next: next, difference: difference,
            style: style)
        ]
      }
      if standing.isTie {
        let verdicts = standing.others.map(\.verdict)
        guard verdicts.allSatisfy(\.isTie) else {
          return row("? \(name(standing.best))", "none told from it", "", .plain)
        }
        let isShown = verdicts.allSatisfy { $0 == .equivalent }
        return row(isShown ? "= equivalent" : "= no difference seen", "", "", .plain)
      }
      guard standing.tied.isEmpty else {
        return row(
          "? \(name(standing.best))", "\(standing.tied.count) not told from it", "", .plain)
      }
      let next = standing.next
      return row(
        name(standing.best), next.map { name($0.candidate) } ?? "",
        next.map { DifferenceText($0).mean } ?? "", .good)
    }
  }

  private func name(_ place: Int) -> String {
    AnswerTable.short(
      analysis.strata.name(place),
      description.pareto.count > 1 ? Self.frontNameMax : Self.nameMax)
  }

  private func amount(_ metric: String, _ place: Int) -> String {
    guard let series = analysis.results.wholeSeries(metric, place), let mean = series.mean else {
      return "-"
    }
    return DisplayUnit.text(mean, series.definition.unit) + (series.restrictedCount > 0 ? " *" : "")
  }
}
