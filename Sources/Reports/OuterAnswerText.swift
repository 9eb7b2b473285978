// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import TrialExecution

/// The answer of an outer design: in how much of the box of assumptions what holds, and what turns it.
struct OuterAnswerText: Sendable {
  private let outer: OuterAnalysis
  private let width: Int
  private var description: SweepDescription { outer.description }

  /// Describes the answer.
  init(_ outer: OuterAnalysis, width: Int) {
    self.outer = outer
    self.width = width
  }

  /// What is said, and the table.
  func found() -> (blocks: [AnswerBlock], table: AnswerTable?) {
    guard !outer.panels.isEmpty else {
      return ([AnswerBlock("Best", ["none: nothing is compared in the outer design."])], nil)
    }
    return description.isOneAtATime ? oneAtATime() : box()
  }

  // MARK: The whole box

  private func box() -> (blocks: [AnswerBlock], table: AnswerTable?) {
    var blocks: [AnswerBlock] = []
    if let objective = description.objectives.first, !outer.winners.isEmpty,
      description.asks(.winnerShare)
    {
      let texts = outer.winners.map { winner in
        (winner.condition.isEmpty ? "" : "with \(winner.condition): ") + winner.text
      }
      blocks.append(
        AnswerBlock(
          "Best", as: .good,
          (1...min(3, texts.count)).reversed().map {
            "by the mean of \(objective): \(AnswerBlock.list(texts, max: $0)) of the box."
          }))
    }
    let first = outer.panels[0]
    let name = "\(first.choice), \(first.metric)"
    if let surface = first.surface, description.asks(.flipSurface) {
      blocks.append(
        AnswerBlock("Flips", ["\(name): \(surface.text).", "where: 'It flips' of --explain."]))
    }
    if description.asks(.sobolIndex), let moved = SensitivityIndex.sentence(first.indices) {
      blocks.append(AnswerBlock("Moves", ["\(name): \(moved)", moved]))
    }
    blocks += tooFew
    blocks.append(
      AnswerBlock(
        "", ["The box is a statement of ignorance, not of probability."], isOptional: true))
    return (blocks, shareTable)
  }

  private var shareTable: AnswerTable {
    let panels = outer.panels
    func column(_ title: String, _ holds: (Verdict) -> Bool) -> TextTable.Column? {
      let shares = panels.map { panel in
        panel.shares.filter { holds($0.verdict) }.reduce(0) { $0 + $1.share }
      }
      guard shares.contains(where: { $0 > 0 }) else { return nil }
      return .init(
        title, .right,
        cells: shares.map { $0 > 0 ? "\(DecimalText.fixed($0 * 100, decimals: 0)) %" : "" })
    }
    let columns = [
      column("better,\nor mostly") { $0.leaning == .better },
      column("worse,\nor mostly") { $0.leaning == .worse },
      column("differs,\nor mostly") { $0.leaning == .different },
      column("tie") { $0.isTie },
      column("open") { $0.leaning == nil && !$0.isTie },
    ]
    return AnswerTable(
      TextTable(
        lead: lead(panels.map(\.condition), panels.map(\.choice), panels.map(\.metric)),
        columns: columns.compactMap(\.self)),
      styles: panels.map { _ in .plain },
      marks: "shares of the box, against the baseline; mostly: in most runs, mean open",
      width: width)
  }

  // MARK: One assumption at a time

  private func oneAtATime() -> (blocks: [AnswerBlock], table: AnswerTable?) {
    let rows = OneAtATime(outer).rows
    let turned = rows.filter { !$0.flips.isEmpty }
    let changes = rows.first?.changes.count ?? 0
    var blocks = [
      AnswerBlock(
        "Turns", as: turned.isEmpty ? .good : .caution,
        [
          "\(turned.count) of \(CountText.of(rows.count, "verdict")) by one of the "
            + "\(CountText.of(changes, "change")) of a single assumption."
        ])
    ]
    blocks += turned.prefix(3).map { row in
      let name = row.condition.isEmpty ? row.choice : "\(row.condition), \(row.choice)"
      let flips = row.flips.map { "\($0.verdict.rawValue) with \($0.path) \($0.value)" }
      let lead = "\(name), \(row.metric): \(row.verdict.rawValue) as assumed; "
      return AnswerBlock(
        "",
        (1...min(3, flips.count)).reversed().map { lead + AnswerBlock.list(flips, max: $0) + "." },
        isOptional: true)
    }
    blocks += tooFew
    blocks.append(
      AnswerBlock(
        "", ["Two assumptions that are wrong together are not looked at."], isOptional: true))
    let table = TextTable(
      lead: lead(rows.map(\.condition), rows.map(\.choice), rows.map(\.metric)),
      columns: [
        .init("as assumed", cells: rows.map(\.verdict.rawValue)),
        .init(
          "stays so\nin", .right,
          cells: rows.map { "\($0.changes.count - $0.flips.count) of \($0.changes.count)" }),
      ])
    let styles = rows.map { $0.flips.isEmpty ? StyledLine.Style.plain : .caution }
    return (blocks, AnswerTable(table, styles: styles, marks: "", width: width))
  }

  private var tooFew: [AnswerBlock] {
    outer.tooFew == nil
      ? [] : [AnswerBlock("Open", as: .caution, ["too few runs at each sample for any verdict."])]
  }

  private func lead(
    _ conditions: [String], _ choices: [String], _ metrics: [String]
  ) -> [TextTable.Column] {
    var columns: [TextTable.Column] = []
    if conditions.contains(where: { !$0.isEmpty }) {
      columns.append(.init("condition", cells: AnswerTable.short(conditions, 18)))
    }
    return columns + [
      .init("choice", cells: choices.map { AnswerTable.short($0, 22) }),
      .init("metric", cells: metrics),
    ]
  }
}
