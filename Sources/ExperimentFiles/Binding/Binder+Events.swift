// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension Binder {
  /// Reads when a task begins: `{ at: 0 s }`, `{ after: db.exit, delay: 5 s }`, or
  /// `{ when: "host.free >= 50 GiB", after: db.exit }`.
  mutating func start(_ node: Node) -> TaskDescription.Start? {
    guard let mapping = node.mapping else {
      reportExpectedStart(node)
      return nil
    }
    reportUnknownKeys(of: mapping, known: SmallBlocks.starts.names, in: "'starts'")
    if let at = mapping.entry("at") {
      if mapping["after"] != nil || mapping["when"] != nil || mapping["delay"] != nil {
        error("starts", "'at' stands alone", at: at.keyLocation)
      }
      return draw(at.value, SmallBlocks.startAt).map { .at($0) }
    }
    let event = mapping["after"].flatMap { lifeEvent($0) }
    if mapping["after"] != nil, event == nil { return nil }
    if let when = mapping["when"] {
      if let delay = mapping.entry("delay") {
        error("starts", "'delay' does not go with 'when'", at: delay.keyLocation)
      }
      return freeMemory(when).map {
        .whenFree($0, guest: event?.guest, event: event?.event ?? .stop)
      }
    }
    guard let event else {
      reportExpectedStart(node)
      return nil
    }
    let delay = mapping["delay"].map { draw($0, SmallBlocks.delay) } ?? .fixed(0)
    return delay.map { .after(guest: event.guest, event: event.event, delay: $0) }
  }

  private mutating func reportExpectedStart(_ node: Node) {
    error(
      "starts",
      "expected '{ at: 0 s }', '{ after: db.exit, delay: 5 s }' or "
        + "'{ when: \"host.free >= 50 GiB\" }', found \(node.kindDescription)", at: node.location)
  }

  /// Reads an event in the life of a guest, `db.exit`.
  private mutating func lifeEvent(
    _ node: Node
  ) -> (guest: String, event: TaskDescription.LifeEvent)? {
    let events = TaskDescription.LifeEvent.allCases.map(\.rawValue)
    guard let text = text(node, "after", "an event such as 'db.exit'") else { return nil }
    guard let dot = text.firstIndex(of: ".") else {
      error("after", "expected an event such as 'db.exit', found '\(text)'", at: node.location)
      return nil
    }
    let name = String(text[..<dot])
    let word = String(text[text.index(after: dot)...])
    guard let guest = evaluator.root.node(at: ["guests", name]) else {
      let names = evaluator.root.node(at: ["guests"])?.items?.compactMap(\.itemName) ?? []
      guard evaluator.root.node(at: ["tasks", name]) == nil else {
        error(
          "after", "'\(name)' is a task; a task can wait for guests only", at: node.location)
        return nil
      }
      error(
        "after", "there is no guest '\(name.abbreviated)'", at: node.location,
        suggestion: Spelling.closest(to: name, in: names))
      return nil
    }
    guard let event = TaskDescription.LifeEvent(rawValue: word) else {
      error(
        "after", "unknown event '\(word)', there are \(events.joined(separator: ", "))",
        at: node.location(atUTF8Offset: name.utf8.count + 1),
        suggestion: Spelling.closest(to: word, in: events))
      return nil
    }
    if guest.child("stops") == nil, guest.child("reboots") == nil {
      error(
        "after", "the guest '\(name)' neither stops nor reboots", at: node.location)
    }
    return (name, event)
  }

  /// Reads the one condition that a start can wait for: the least free memory with which it holds.
  private mutating func freeMemory(_ node: Node) -> Pages? {
    guard let text = node.text, let expression = try? ExpressionParser.parse(text),
      case .binary(let sign, let left, let right) = expression.form,
      sign == .greaterOrEqual || sign == .greater, case .word("host.free") = left.form
    else {
      error(
        "when",
        "expected a condition such as 'host.free >= 50 GiB' or 'host.free > host.marks.low', "
          + "found \(node.kindDescription)", at: node.location)
      return nil
    }
    do throws(Evaluator.Fault) {
      let pages =
        try evaluator.grains(of: right, in: node, as: .memory) + (sign == .greater ? 1 : 0)
      return inRange(pages, node, "when", .memory, 1...HostLimits.memory.count)
        .map { Pages($0) }
    } catch {
      report(error, for: "when")
      return nil
    }
  }
}
