// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics

/// How verdicts fare when one assumption at a time is changed, and everything else stays as assumed.
struct OneAtATime: Sendable {
  /// One assumption with another value.
  struct Change: Sendable {
    /// The path of the assumption.
    let path: String
    /// What is assumed.
    let assumed: String
    /// What is tried instead.
    let value: String
    /// The verdict then.
    let verdict: Verdict
    /// The mean difference then, in the metric's stored unit; nil without pairs.
    let difference: Double?
  }

  /// One choice beside the baseline, by one metric.
  struct Row: Sendable {
    /// What holds for all its samples; empty without conditions.
    let condition: String
    /// The choice.
    let choice: String
    /// The metric.
    let metric: String
    /// The verdict as everything is assumed.
    let verdict: Verdict
    /// What was changed, in the order of the design.
    let changes: [Change]

    /// The changes that lead to another answer, not to the same one more or less surely.
    var flips: [Change] { changes.filter { !$0.verdict.saysTheSame(as: verdict) } }
  }

  /// The rows, metric by metric.
  let rows: [Row]
  private let tooFew: String?

  /// Reads the samples of an outer design, of which the first is what is assumed.
  init(_ analysis: OuterAnalysis) {
    tooFew = analysis.tooFew
    let paths = analysis.description.outerAxes
    rows = analysis.panels.compactMap { panel in
      guard let base = panel.cases.first(where: { $0.sample.number == 0 }) else { return nil }
      let changes = panel.cases.compactMap { item -> Change? in
        guard let axis = paths.indices.first(where: { item.labels[$0] != base.labels[$0] }) else {
          return nil
        }
        return Change(
          path: paths[axis], assumed: base.labels[axis], value: item.labels[axis],
          verdict: item.verdict, difference: item.difference)
      }
      return Row(
        condition: panel.condition, choice: panel.choice, metric: panel.metric,
        verdict: base.verdict, changes: changes)
    }
  }

  /// The table, for people.
  func lines(width: Int) -> [String] {
    guard !rows.isEmpty else { return ["nothing is compared in the outer design"] }
    var lead: [TextTable.Column] = []
    if rows.contains(where: { !$0.condition.isEmpty }) {
      lead.append(.init("condition", cells: rows.map(\.condition)))
    }
    let table = TextTable(
      lead: lead + [
        .init("choice", cells: rows.map(\.choice)), .init("metric", cells: rows.map(\.metric)),
      ],
      columns: [
        .init("as assumed", cells: rows.map(\.verdict.rawValue)),
        .init(
          "stays so in", .right,
          cells: rows.map { "\($0.changes.count - $0.flips.count) of \($0.changes.count)" }),
      ])
    return ["Verdicts when one assumption at a time is another"] + table.lines(width: width)
  }

  /// The findings: what flips each verdict, then what this does not say.
  func sentences() -> [String] {
    func name(_ row: Row) -> String {
      (row.condition.isEmpty ? "" : "\(row.condition), ") + "\(row.choice), \(row.metric)"
    }
    var sentences = rows.filter { !$0.flips.isEmpty }.map { row in
      let flips = row.flips.map {
        "\($0.verdict.rawValue) with \($0.path) \($0.value) instead of \($0.assumed)"
      }
      return "\(name(row)): \(row.verdict.rawValue) as assumed; \(flips.joined(separator: "; "))."
    }
    let others = rows.filter(\.flips.isEmpty)
    if let count = others.first?.changes.count {
      sentences.append(
        (count == 1
          ? "The one change of an assumption does not turn the verdict on "
          : "None of the \(count) changes of one assumption turns the verdict on ")
          + others.map { "\(name($0)) (\($0.verdict.rawValue))" }.joined(separator: "; ") + ".")
    }
    sentences.append(
      "One assumption at a time says nothing of two that are wrong together: an outer design with "
        + "'sobol' does.")
    return sentences + (tooFew.map { [$0] } ?? [])
  }

  /// The table for machines: one row for each change.
  var table: DataTable {
    DataTable(
      .sensitivity,
      columns: [
        "condition", "choice", "metric", "assumption", "assumed", "value", "verdict_as_assumed",
        "verdict", "flips", "difference",
      ],
      rows: rows.flatMap { row in
        row.changes.map { change in
          [
            .text(row.condition), .text(row.choice), .text(row.metric), .text(change.path),
            .text(change.assumed), .text(change.value), .text(row.verdict.rawValue),
            .text(change.verdict.rawValue),
            .text(change.verdict.saysTheSame(as: row.verdict) ? "no" : "yes"),
            .optional(change.difference, "no pairs"),
          ]
        }
      })
  }
}
