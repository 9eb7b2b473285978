// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
internal import HostModel
public import NaiveInterpreter
public import PolicyKit
internal import TrialExecution

/// The engine held against what the interpreter gives.
public struct ModelPair {
  /// Whether the engine refused what it was to run.
  public private(set) var isRefused = false
  /// Where the streams of events part.
  public private(set) var events: EventDifference?
  /// Other ways in which the runs differ, in words.
  public private(set) var ending: String?
  /// The metrics that are read differently; empty where the events part already.
  public private(set) var readings: [ReadingDifference] = []

  /// Runs both on one host.
  ///
  /// - Parameters:
  ///   - configuration: What to run.
  ///   - catalogue: Where its policies come from.
  public init(_ configuration: TrialConfiguration, catalogue: PolicyCatalogue) {
    self.init(
      engine: configuration, naive: NaiveTrial.run(configuration, catalogue: catalogue),
      of: configuration, catalogue: catalogue)
  }

  /// Runs the engine against a run of the interpreter.
  ///
  /// - Parameters:
  ///   - engine: What the engine runs.
  ///   - naive: What the interpreter gave.
  ///   - configuration: What the interpreter ran; as many guests and tasks as `engine`.
  ///   - catalogue: Where policies come from.
  public init(
    engine: TrialConfiguration, naive: NaiveResult, of configuration: TrialConfiguration,
    catalogue: PolicyCatalogue
  ) {
    guard let prepared = try? TrialRunner(catalogue: catalogue).prepare(engine) else {
      isRefused = true
      return
    }
    var seen: [DecisionEvent] = []
    let run = prepared.run(seed: engine.seed, keepsTimeline: false) { seen.append($0) }
    events = EventDifference(seen, naive.events)
    guard events == nil else { return }
    if run.result.outcome != naive.outcome || run.result.end != naive.end {
      ending =
        "\(run.result.outcome) at \(run.result.end) ns against \(naive.outcome) at \(naive.end) ns"
    } else if run.result.digest != naive.closingDigest {
      ending = "the digests differ"
    }
    readings = ReadingDifference.all(configuration, engine: run.readings, naive: naive.readings)
  }

  /// The first way in which the two differ, in words; nil if they agree.
  public var difference: String? {
    if isRefused { return "the engine refuses it as something that cannot be" }
    if let events { return "the engine (left) against the interpreter: \(events)" }
    return ending ?? readings.first?.description
  }
}
