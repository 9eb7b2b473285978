// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import TrialExecution

/// The tables of an outer design.
struct OuterTables: Sendable {
  private let analysis: OuterAnalysis

  init(_ analysis: OuterAnalysis) { self.analysis = analysis }

  /// The shares of the box and the indices, for people.
  func lines(width: Int) -> [String] {
    let panels = analysis.panels
    guard !panels.isEmpty else { return ["nothing is compared in the outer design"] }
    let shares = TextTable(
      lead: lead,
      columns: Verdict.allCases.filter { verdict in
        panels.contains { $0.shares.contains { $0.verdict == verdict && $0.count > 0 } }
      }.map { verdict in
        .init(
          verdict.rawValue, .right,
          cells: panels.map { panel in
            panel.shares.first { $0.verdict == verdict && $0.count > 0 }?.text ?? ""
          })
      })
    var lines = ["Share of the box of assumptions in which each verdict holds"]
    lines += shares.lines(width: width)
    guard analysis.description.asks(.sobolIndex) else { return lines }
    let axes = panels[0].indices.map(\.axis)
    let indices = TextTable(
      lead: lead,
      columns: axes.indices.map { axis in
        .init(
          axes[axis], .right,
          cells: panels.map { panel in
            let index = panel.indices[axis]
            let total = index.totalText.map { " / \($0)" } ?? ""
            return index.firstOrderText.map { $0 + total } ?? "-"
          })
      })
    lines += [
      "", "Sobol' index of each assumption for the difference: first order, or first order / total",
    ]
    return lines + indices.lines(width: width)
  }

  private var lead: [TextTable.Column] {
    let panels = analysis.panels
    var columns: [TextTable.Column] = []
    if panels.contains(where: { !$0.condition.isEmpty }) {
      columns.append(.init("condition", cells: panels.map(\.condition)))
    }
    return columns + [
      .init("choice", cells: panels.map(\.choice)), .init("metric", cells: panels.map(\.metric)),
    ]
  }
}

extension OuterAnalysis {
  /// The tables of the design, for machines.
  func tables() -> [DataTable] {
    let names = ["condition", "choice", "metric"]
    func lead(_ panel: Panel) -> [DataTable.Cell] {
      [.text(panel.condition), .text(panel.choice), .text(panel.metric)]
    }
    let none = "no scrambled replicates, or they agree"
    let tables = [
      DataTable(
        .outerShares,
        columns: names + ["verdict", "samples", "samples_with_it", "share", "lower", "upper"],
        rows: panels.flatMap { panel in
          panel.shares.map { share in
            lead(panel) + [
              .text(share.verdict.rawValue), .integer(Int64(panel.cases.count)),
              .integer(Int64(share.count)), .number(share.share),
              .optional(share.interval?.lower, none), .optional(share.interval?.upper, none),
            ]
          }
        }),
      winnerTable(),
      DataTable(
        .outerFlips, columns: names + ["region", "verdict", "samples", "purity_share"],
        rows: panels.flatMap { panel in
          (panel.surface?.regions ?? []).map { region in
            lead(panel) + [
              .text(region.conditions.joined(separator: " and ")),
              .text(region.verdict.rawValue), .integer(Int64(region.count)),
              .number(region.purity),
            ]
          }
        }),
      DataTable(
        .outerIndices,
        columns: names + [
          "axis", "first_order", "lower", "upper", "total", "total_lower", "total_upper",
        ],
        rows: panels.flatMap { panel in
          panel.indices.map { index in
            lead(panel) + [
              .text(index.axis), .optional(index.firstOrder, "the difference does not vary"),
              .optional(index.interval?.lower, none), .optional(index.interval?.upper, none),
              .optional(index.total, "no pick-freeze design"),
              .optional(index.totalInterval?.lower, none),
              .optional(index.totalInterval?.upper, none),
            ]
          }
        }),
      DataTable(
        .outerSamples,
        columns: names + ["replicate", "sample"] + description.outerAxes + [
          "verdict", "difference",
        ],
        rows: panels.flatMap { panel in
          panel.cases.map { item in
            lead(panel) + [
              .integer(Int64(item.sample.replicate)), .integer(Int64(item.sample.number)),
            ] + item.labels.map { .text($0) } + [
              .text(item.verdict.rawValue), .optional(item.difference, "no pairs"),
            ]
          }
        }),
    ]
    let answers: [TableName: OuterAnswer] = [
      .outerWinners: .winnerShare, .outerFlips: .flipSurface, .outerIndices: .sobolIndex,
    ]
    return tables.filter { answers[$0.name].map(description.asks) ?? true }
  }

  private func winnerTable() -> DataTable {
    DataTable(
      .outerWinners,
      columns: [
        "condition", "choice", "samples", "samples_won", "samples_won_clearly", "share",
      ],
      rows: winners.map { winner in
        [
          .text(winner.condition), .text(winner.choice), .integer(Int64(winner.total)),
          .integer(Int64(winner.count)), .integer(Int64(winner.clearCount)),
          .number(winner.share),
        ]
      })
  }
}
