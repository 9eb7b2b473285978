// SPDX-License-Identifier: Apache-2.0

/// The constraint of a sweep: a condition that a point must fulfil to be one.
struct SweepCondition {
  /// The condition.
  let expression: Expression
  /// Where it is written.
  let node: Node
  /// The values of keys that are not in the file.
  let defaultValue: Evaluator.Defaults

  /// Whether an experiment with the values of a point fulfils it.
  func holds(in tree: Node) throws(Evaluator.Fault) -> Bool {
    let evaluator = Evaluator(root: tree, defaultValue: defaultValue)
    let value = try evaluator.value(of: expression, in: node)
    guard case .truth(let holds) = value else {
      throw Evaluator.Fault(
        message: "expected a condition such as 'host.cpus > 1', found \(value.kindName)",
        location: node.location)
    }
    return holds
  }
}
