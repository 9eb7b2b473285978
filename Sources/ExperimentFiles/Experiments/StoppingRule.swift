// SPDX-License-Identifier: Apache-2.0

/// When the repetitions of a point are enough: `ci(task.batch.completion) < 5 %`.
///
/// It holds when half the width of the 95 % interval of the metric's mean is below ``width``, after
/// ``minimumRepetitions`` at the earliest; after ``maximumRepetitions`` no more are run.
public struct StoppingRule: Sendable, Hashable {
  /// The least repetitions where none are given.
  public static let defaultMinimum = 20
  /// The most repetitions where none are given.
  public static let defaultMaximum = 400

  /// What stands in place of a rule where repetitions are fixed: `until: none`.
  public static let none = "none"

  /// The metric whose mean is looked at.
  public let metric: String
  /// What half the width of its interval must be below.
  public let width: MetricTolerance
  /// The least repetitions of a point, 2 or more.
  public let minimumRepetitions: Int
  /// The most repetitions of a point, no fewer than the least.
  public let maximumRepetitions: Int
  /// The rule as it was written.
  public let text: String

  /// Reads a rule from the command line.
  ///
  /// - Parameters:
  ///   - text: the rule, such as `ci(task.batch.completion) < 5 %`.
  ///   - metrics: the metrics that the experiment can give; see ``Experiment/metrics``.
  ///   - minimum: the least repetitions.
  ///   - maximum: the most repetitions.
  /// - Precondition: `2 <= minimum`, `minimum <= maximum`.
  /// - Throws: ``ExperimentError`` for a text that is no such rule.
  public init(
    parsing text: String, metrics: [String], minimum: Int = defaultMinimum,
    maximum: Int = defaultMaximum
  ) throws(ExperimentError) {
    let source = Source(name: "command line", text: text)
    let node = Node(
      content: .scalar(Scalar(text: text, style: .plain)), location: .start(of: source))
    do throws(Evaluator.Fault) {
      try self.init(node, metrics: metrics, minimum: minimum, maximum: maximum)
    } catch {
      throw ExperimentError(
        Diagnostic(
          "'--until': \(error.message)", at: error.location, suggestion: error.suggestion))
    }
  }

  /// Reads a rule from a node.
  init(
    _ node: Node, metrics: [String], minimum: Int, maximum: Int
  ) throws(Evaluator.Fault) {
    precondition(2 <= minimum && minimum <= maximum, "an interval needs two repetitions")
    var phrase = try PhraseReader(node, example: "ci(task.batch.completion) < 5 %")
    do throws(ExpressionFault) {
      try phrase.expect(.word("ci"))
      try phrase.expect(.sign("("))
      let (metric, unit) = try phrase.metric(of: metrics)
      try phrase.expect(.sign(")"))
      try phrase.expect(.sign("<"))
      width = try phrase.tolerance(unit)
      try phrase.expectEnd()
      self.metric = metric
    } catch {
      throw phrase.fault(error)
    }
    minimumRepetitions = minimum
    maximumRepetitions = maximum
    text = node.text ?? ""
  }
}
