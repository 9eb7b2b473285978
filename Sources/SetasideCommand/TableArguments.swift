internal import ArgumentParser
internal import ExperimentFiles
internal import Reports
internal import TrialExecution

/// How an answer of several tables is printed: as text, or one of them for a machine.
struct TableArguments: ParsableArguments {
  /// The tables that a report may have.
  static let names = [
    "measurements", "comparisons", "outcomes", "requirement", "front", "outer-shares",
    "outer-flips",
    "outer-winners", "outer-indices", "outer-samples", "a-a",
  ]

  @Flag(help: "Prints JSON; every figure in its stored unit.")
  var json = false

  @Flag(help: "Prints a table as CSV (RFC 4180).")
  var csv = false

  @Option(help: "The table to print, as JSON or CSV; 'comparisons' where there are any.")
  var table: String?

  func validate() throws {
    if json, csv { throw ValidationError("'--json' and '--csv' exclude each other") }
    if table != nil, !json, !csv {
      throw ValidationError("'--table' needs '--csv' or '--json'")
    }
    // Before a sweep is run, whose results may not have all of them.
    if let table, !Self.names.contains(table) {
      let hint = Spelling.closest(to: table, in: Self.names).map { ", did you mean '\($0)'?" } ?? ""
      throw ValidationError(
        "'--table': expected one of \(Self.names.joined(separator: ", ")), found '\(table)'\(hint)")
    }
  }

  /// Whether one table is asked for, and not the whole answer.
  var isOfOneTable: Bool { csv || table != nil }

  /// The table that is asked for, in the form that is asked for.
  func text(of tables: [DataTable]) throws(CommandFailure) -> String {
    let names = tables.map(\.name)
    let wanted = table ?? (names.contains("comparisons") ? "comparisons" : names.first ?? "")
    guard let chosen = tables.first(where: { $0.name == wanted }) else {
      throw CommandFailure(
        .badInput,
        "error: '--table': these results have \(names.joined(separator: ", ")), found '\(wanted)'")
    }
    return csv ? chosen.csv : chosen.json.lines
  }
}
