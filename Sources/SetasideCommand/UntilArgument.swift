internal import ArgumentParser
internal import HostConfiguration
internal import Statistics
internal import SweepRunner

/// When there are enough repetitions, as it is typed: `ci(task.batch.completion) < 5 %`.
struct UntilArgument: ExpressibleByArgument, Sendable {
  /// What it asks for.
  let goal: PrecisionGoal

  /// Reads a goal; nil for anything else, and for a metric that does not exist.
  init?(argument: String) {
    let text = argument.filter { !$0.isWhitespace }
    guard text.hasPrefix("ci("), let close = text.firstIndex(of: ")") else { return nil }
    let metric = String(text[..<close].dropFirst(3))
    var rest = text[text.index(after: close)...]
    guard rest.hasPrefix("<"), MetricCatalogue.definition(of: metric) != nil else { return nil }
    rest = rest.drop { $0 == "<" || $0 == "=" }
    guard rest.hasSuffix("%"), let percent = Double(rest.dropLast()), percent > 0, percent < 1e6
    else { return nil }
    goal = PrecisionGoal(metric: metric, rule: .relative(percent / 100), text: argument)
  }
}
