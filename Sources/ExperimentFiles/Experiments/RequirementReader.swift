// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// Reads requirements such as `P(oom.kills > 0) <= 1 %`.
enum RequirementReader {
  /// Reads the text of a node.
  ///
  /// - Parameter metrics: the metrics that the experiment can give.
  static func read(_ node: Node, metrics: [String]) throws(Evaluator.Fault) -> Requirement {
    guard node.items == nil else {
      throw Evaluator.Fault(
        message:
          "expected one condition such as 'P(oom.kills > 0) <= 1 %', found a list; only one is "
          + "judged", location: node.location)
    }
    var phrase = try PhraseReader(node, example: "P(oom.kills > 0) <= 1 %")
    do throws(ExpressionFault) {
      try phrase.expect(.word("P"))
      try phrase.expect(.sign("("))
      let (metric, unit) = try phrase.metric(of: metrics)
      let relation = try phrase.relation(Requirement.Relation.allCases)
      let threshold = try phrase.grains(unit.quantityKind)
      try phrase.expect(.sign(")"))
      let bound = try phrase.relation([.lessOrEqual, .greaterOrEqual])
      let share = try phrase.grains(.share)
      try phrase.expectEnd()
      return Requirement(
        metric: metric, relation: relation, threshold: threshold, bound: bound, share: share,
        text: node.text ?? "")
    } catch {
      throw phrase.fault(error)
    }
  }
}
