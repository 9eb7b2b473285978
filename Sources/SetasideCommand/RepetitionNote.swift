// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Reports
internal import Statistics
internal import SweepRunner
internal import TrialExecution

/// Where each point of a sweep with a goal came to its end.
struct RepetitionNote {
  private let growth: RepetitionGrowth
  private let points: [SweepPoint]

  init(_ growth: RepetitionGrowth, points: [SweepPoint]) {
    self.growth = growth
    self.points = points
  }

  /// The note for a terminal of this many columns.
  func lines(width: Int) -> [String] {
    let looks = growth.looks.map { "\($0)" }.joined(separator: ", ")
    let level = DecimalText.fixed(growth.level.probability * 100, decimals: 2)
    let head =
      "Looked at after \(looks) repetitions, each time with intervals of \(level) %, so that all looks "
      + "together err in at most 5 % of sweeps; a point is done when \(growth.goal.text)."
    let sentences = growth.stops.map { stop in
      let share = stop.mean.flatMap { mean in
        stop.halfWidth.map { "± \(DecimalText.fixed($0 / mean.magnitude * 100, decimals: 1)) %" }
      }
      return "\(points[stop.point].label): \(CountText.of(stop.repetitions, "repetition")), look "
        + "\(stop.look), "
        + (share
          ?? (stop.hasValues
            ? "no interval, because runs have no value or do not differ"
            : "no run has a value, so that more of them would tell no mean"))
        + (stop.isMet || !stop.hasValues ? "" : "; not reached, and no more were allowed")
    }
    return
      ["", "Repetitions"]
      + ([head] + sentences).flatMap {
        TextWrap.lines($0, width: width, first: "  * ", indent: "    ")
      }
  }

  /// The note for machines.
  var json: JSONValue {
    .object([
      ("goal", .text(growth.goal.text)),
      ("looks", .array(growth.looks.map { .integer(Int64($0)) })),
      ("level", .number(growth.level.probability)),
      (
        "stops",
        .array(
          growth.stops.map { stop in
            .object([
              ("point", .integer(Int64(stop.point))), ("look", .integer(Int64(stop.look))),
              ("repetitions", .integer(Int64(stop.repetitions))),
              ("mean", stop.mean.map { .number($0) } ?? .null),
              ("halfWidth", stop.halfWidth.map { .number($0) } ?? .null),
              ("reached", .truth(stop.isMet)),
            ])
          })
      ),
    ])
  }
}
