// SPDX-License-Identifier: Apache-2.0

public import HostModel
public import NaiveInterpreter

extension NaiveEvent {
  /// The same event of the engine; nil if the two do not number its kind alike.
  public init?(_ event: DecisionEvent) {
    guard let kind = Kind(rawValue: event.kind.rawValue) else { return nil }
    self.init(
      kind: kind, time: event.time, who: event.who, free: event.free, value: event.value)
  }
}

extension EventDifference {
  /// Compares two streams of the engine.
  ///
  /// - Returns: Nil when the streams are equal.
  public init?(_ left: [DecisionEvent], _ right: [DecisionEvent]) {
    guard left != right else { return nil }
    self.init(left, right.compactMap { NaiveEvent($0) })
  }

  /// Compares a stream of the engine with one of the interpreter.
  ///
  /// - Returns: Nil when the streams are equal.
  public init?(_ left: [DecisionEvent], _ right: [NaiveEvent]) {
    self.init(left.compactMap { NaiveEvent($0) }, right)
  }
}
