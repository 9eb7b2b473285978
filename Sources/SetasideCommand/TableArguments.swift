// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import Reports
internal import TrialExecution

/// How an answer of several tables is printed: as text, or one of them for a machine.
struct TableArguments: ParsableArguments {
  @Flag(help: "Prints the whole report: every table, test, cost and assumption.")
  var explain = false

  @Flag(help: "Prints JSON; every figure in its stored unit.")
  var json = false

  @Flag(help: "Prints a table as CSV (RFC 4180).")
  var csv = false

  @Option(help: "The table to print, as JSON or CSV; 'comparisons' where there are any.")
  var table: String?

  func validate() throws {
    if json, csv { throw ValidationError("'--json' and '--csv' exclude each other") }
    if explain, json || csv {
      throw ValidationError("'--explain' is for people, and excludes '--json' and '--csv'")
    }
    if table != nil, !json, !csv {
      throw ValidationError("'--table' needs '--csv' or '--json'")
    }
    // Before a sweep is run, whose results may not have all of them.
    if let table, TableName(rawValue: table) == nil {
      let names = TableName.allCases.map(\.rawValue)
      let hint = Spelling.closest(to: table, in: names).map { ", did you mean '\($0)'?" } ?? ""
      throw ValidationError(
        "'--table': expected one of \(names.joined(separator: ", ")), found '\(table)'\(hint)")
    }
  }

  /// Whether one table is asked for, and not the whole answer.
  var isOfOneTable: Bool { csv || table != nil }

  /// The table that is asked for, in the form that is asked for.
  func text(of tables: [DataTable]) throws(CommandFailure) -> String {
    let wanted =
      if let table {
        tables.first { $0.name.rawValue == table }
      } else {
        tables.first { $0.name == .comparisons } ?? tables.first
      }
    guard let chosen = wanted else {
      let names = tables.map(\.name.rawValue).joined(separator: ", ")
      throw CommandFailure(
        .badInput,
        "error: '--table': these results have \(names), found '\(table ?? "")'")
    }
    return csv ? chosen.csv : chosen.json.lines
  }
}
