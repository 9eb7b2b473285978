// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import HostConfiguration
internal import Reports
internal import TrialExecution

/// Lists the metrics, or explains one.
struct MetricsCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics",
    abstract: "Lists the metrics: what each is, its unit, and which difference matters.",
    discussion: """
        setaside metrics
        setaside metrics task.batch.completion
        setaside metrics 'stall.*'

      '*' stands for the name of a guest or of a task. A difference below the margin does not matter, \
      unless 'compare: margins:' says otherwise; the larger one of the two counts, the share being that of \
      the baseline.
      """)

  @Argument(
    help: "A metric to explain.", completion: .list(MetricCatalogue.all.map(\.name)))
  var name: String?

  @Flag(help: "Prints JSON with integers in stored units.")
  var json = false

  func execute(in session: Session) async throws(CommandFailure) {
    var chosen = MetricCatalogue.all
    if let name {
      let names = MetricCatalogue.all.map(\.name)
      let matching = Set(name.contains("*") ? MetricPattern(name).matches(in: names) : [])
      let definition = MetricCatalogue.definition(of: name)
      guard definition != nil || !matching.isEmpty else {
        let hint = Spelling.closest(
          to: MetricCatalogue.generalised(name), in: MetricCatalogue.all.map(\.name))
        throw CommandFailure(
          .badInput,
          "error: there is no metric '\(name)'"
            + (hint.map { ", did you mean '\($0)'?" }
              ?? NotModelled.named(name).map { ": \($0.sentence)" }
              ?? "; 'setaside metrics' lists them"))
      }
      chosen = definition.map { [$0] } ?? chosen.filter { matching.contains($0.name) }
    }
    session.answer(
      json
        ? JSONValue.array(chosen.map(Self.json)).lines
        : chosen.flatMap { Self.lines($0, width: session.width) }.joined(separator: "\n"))
  }

  private static func lines(_ metric: MetricDefinition, width: Int) -> [String] {
    ["\(metric.name) (\(metric.unit.rawValue), \(direction(metric)), margin \(margin(metric)))"]
      + TextWrap.lines(
        metric.definition, width: width, first: "    ", indent: "    ")
  }

  private static func direction(_ metric: MetricDefinition) -> String {
    switch metric.direction {
    case .lower: "lower is better"
    case .higher: "higher is better"
    case .neutral: "neither way is better"
    }
  }

  private static func margin(_ metric: MetricDefinition) -> String {
    let share = "\(DecimalText.fixed(Double(metric.relativeMargin) / 10_000, decimals: 0)) %"
    guard metric.absoluteMargin > 0 else { return share }
    return "\(share) or " + DisplayUnit.text(Double(metric.absoluteMargin), metric.unit)
  }

  private static func json(_ metric: MetricDefinition) -> JSONValue {
    .object([
      ("name", .text(metric.name)), ("unit", .text(metric.unit.rawValue)),
      ("better", .text(metric.direction.rawValue)),
      ("absolute-margin", .integer(metric.absoluteMargin)),
      ("relative-margin-ppm", .integer(metric.relativeMargin)),
      ("definition", .text(metric.definition)),
    ])
  }
}
