// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import Reports
internal import SweepRunner

extension SweepCommand {
  /// Refuses a table that the results of an experiment will not have, before they are computed.
  func checkTable(
    _ experiment: Experiment, _ schedule: SweepSchedule
  ) throws(CommandFailure) {
    guard let table = form.table, schedule.shard == nil else { return }
    let names: [String]
    do throws(ExperimentError) {
      names = Self.tables(of: try SweepDescription(experiment, schedule: schedule))
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
    guard !names.contains(table) else { return }
    throw CommandFailure(
      .badInput,
      "error: '--table': the results of this experiment have \(names.joined(separator: ", ")), found "
        + "'\(table)'")
  }

  /// The tables that results may have; whether there is anything to compare, only they say.
  private static func tables(of description: SweepDescription) -> [String] {
    var names = ["measurements"]
    guard description.outerAxes.isEmpty else {
      guard !description.isOneAtATime else { return names + ["sensitivity", "outer-samples"] }
      let answers: [(String, OuterAnswer?)] = [
        ("outer-shares", nil), ("outer-winners", .winnerShare), ("outer-flips", .flipSurface),
        ("outer-indices", .sobolIndex), ("outer-samples", nil),
      ]
      let asked = description.answers
      return names
        + answers.filter { $0.1.map { asked.isEmpty || asked.contains($0) } ?? true }.map(\.0)
    }
    if !description.baseline.isEmpty { names += ["comparisons", "outcomes"] }
    if description.requirement != nil { names.append("requirement") }
    if description.pareto.count > 1 { names.append("front") }
    return names
  }
}
