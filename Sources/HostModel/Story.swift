// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// What a person would tell of a run: a few of its events, as sentences when they are asked for.
struct Story {
  /// How many events are kept at most.
  private static let eventsMax = 40

  private var events: [DecisionEvent] = []

  /// Keeps an event if it belongs to the story.
  @inline(__always)
  mutating func tell(_ event: DecisionEvent) {
    switch event.kind {
    case .stop, .exit, .allFree, .ready, .kswapdHopeless, .kill, .exited, .taskStart, .taskDone:
      keep(event)
    case .outOfMemory: if event.value == 1 { keep(event) }
    default: break
    }
  }

  private mutating func keep(_ event: DecisionEvent) {
    if events.count < Self.eventsMax { events.append(event) }
  }

  /// The sentences.
  func lines(_ shape: MetricShape) -> [StoryLine] {
    let actors = shape.guests + shape.tasks
    return events.map { event in
      let who = Int(event.who)
      let text =
        switch event.kind {
        case .stop: "\(shape.guests[who]): the order to stop"
        case .exit: "\(shape.guests[who]): gone for its manager, or booting again"
        case .allFree: "\(shape.guests[who]): its last page is free"
        case .ready: "\(shape.guests[who]): the next boot is ready"
        case .kswapdHopeless: "kswapd gives up: nothing to reclaim"
        case .kill:
          "the OOM killer takes \(actors[who]), which holds \(RoundedText.memory(event.value))"
        case .exited: "\(actors[who]) has given back its memory"
        case .taskStart: "\(shape.tasks[who]) begins"
        case .taskDone: "\(shape.tasks[who]) has all the memory it wanted"
        default: "out of memory for the first time"
        }
      return StoryLine(time: event.time, text: text)
    }
  }
}
