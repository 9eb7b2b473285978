// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
internal import HostModel
internal import PolicyKit
public import TrialExecution

/// What one trial has given: its outcome, its story, its memory over time and its metrics.
public struct TrialReport: Sendable {
  /// Groups of metrics, by what their names begin with.
  private static let groups: [(title: String, prefixes: [String])] = [
    ("Guests", ["guest."]),
    ("Tasks and their stalls", ["task.", "stall.", "bound.", "regret."]),
    ("Out of memory", ["oom.", "notifier."]),
    ("Set-aside pages", ["set-aside.", "zombie."]),
    ("Memory and reclaim", ["free.", "reclaim.", "kswapd."]),
    ("Cleaners and Ultravisor", ["cleaner.", "uv."]),
    ("The run", ["policy.", "run."]),
  ]

  private let name: String
  private let trial: ExecutedTrial
  private let configuration: TrialConfiguration
  private let identity: TrialIdentity
  private let kernel: KernelNote

  /// Describes a trial that has been run.
  ///
  /// - Parameters:
  ///   - name: the experiment, with what tells the trial from its others.
  ///   - trial: what it gave.
  ///   - configuration: what it was made of.
  ///   - identity: what it is known by.
  ///   - kernel: which kernel's rules held; without it that of the configuration, as one that is named.
  public init(
    _ name: String, trial: ExecutedTrial, configuration: TrialConfiguration,
    identity: TrialIdentity, kernel: KernelNote? = nil
  ) {
    self.name = name
    self.trial = trial
    self.configuration = configuration
    self.identity = identity
    self.kernel = kernel ?? KernelNote(configuration, isNamed: true)
  }

  /// The report for a terminal of this many columns.
  public func text(width: Int) -> String {
    let end = DisplayUnit.text(Double(trial.result.end), .nanoseconds)
    var lines = [
      "\(name): \(Self.words(trial.result.outcome)) after \(end)",
      "seed \(configuration.seed), digest \(trial.digest), engine \(EngineVersion.current)",
    ]
    lines += EmptyTrial.sentences(trial, configuration).flatMap {
      TextWrap.lines($0, width: width)
    }
    let chart = MemoryChart(trial.result.timeline, width: width).lines
    if !chart.isEmpty { lines += ["", "Memory over time"] + chart }
    lines += story(width: width)
    lines += section(
      "What the policies did", PolicyAccount(trial, configuration).sentences, width: width)
    for group in Self.groups { lines += metrics(group.title, group.prefixes) }
    lines += undefinedMetrics(width: width)
    lines += section("Kernel", kernel.sentences, width: width)
    lines += section("Marks and floors", MarkLevels.sentences(configuration.host), width: width)
    lines += section(CostNote.title, CostNote.sentences(configuration), width: width)
    lines += section("Policies", HonestyNote.sentences(trial), width: width)
    return lines.joined(separator: "\n")
  }

  /// The report for machines: metrics in their stored units.
  public var json: JSONValue {
    .object([
      ("trial", .text(name)), ("key", .text(identity.key(seed: configuration.seed))),
      // A seed may exceed what readers of JSON take for an integer.
      ("seed", .text("\(configuration.seed)")), ("engine", .text(EngineVersion.current)),
      ("policies", .text(identity.policies)),
      ("kernel", .text(configuration.generation.rawValue)),
      ("kernel_notes", .array(kernel.sentences.map { .text($0) })),
      ("outcome", .text(trial.result.outcome.rawValue)), ("end_ns", .integer(trial.result.end)),
      ("digest", .text(trial.digest)),
      ("lead", .array(EmptyTrial.sentences(trial, configuration).map { .text($0) })),
      ("metrics", .object(trial.metrics.map { ($0.name, Self.json($0)) })),
      (
        "story",
        .array(
          trial.result.story.map {
            .object([("time_ns", .integer($0.time)), ("text", .text($0.text))])
          })
      ),
      ("notifier_answers", PolicyAccount(trial, configuration).json),
      ("timeline", .array(trial.result.timeline.map(Self.json))),
      ("assumptions", .array(CostNote.sentences(configuration).map { .text($0) })),
      (
        "marks_pages",
        .object(configuration.host.namedMarks.map { ($0.name, .integer($0.pages.count)) })
      ),
    ])
  }

  private func story(width: Int) -> [String] {
    let story = trial.result.story
    guard !story.isEmpty else { return [] }
    let times = story.map { DisplayUnit.text(Double($0.time), .nanoseconds) }
    let column = times.map(\.count).max() ?? 0
    let indent = String(repeating: " ", count: column + 4)
    var lines = ["", "What happened"]
    for (time, line) in zip(times, story) {
      let padding = String(repeating: " ", count: column - time.count)
      lines += TextWrap.lines(
        line.text, width: width, first: "  \(padding)\(time)  ", indent: indent)
    }
    return lines
  }

  private func metrics(_ title: String, _ prefixes: [String]) -> [String] {
    let members = trial.metrics.filter { metric in
      metric.value.integer != nil && prefixes.contains { metric.name.hasPrefix($0) }
    }
    guard !members.isEmpty else { return [] }
    let names = members.map(\.name)
    let values = members.map { metric -> String in
      let unit = MetricCatalogue.definition(of: metric.name)?.unit ?? .count
      let text = DisplayUnit.text(Double(metric.value.integer ?? 0), unit)
      return metric.samples.map { "\(text)  (of \($0))" } ?? text
    }
    let column = names.map(\.count).max() ?? 0
    return ["", title]
      + zip(names, values).map { name, value in
        "  \(name)\(String(repeating: " ", count: column - name.count))  \(value)"
      }
  }

  /// What has no value, gathered by the reason.
  private func undefinedMetrics(width: Int) -> [String] {
    var reasons: [String] = []
    var names: [String: [String]] = [:]
    for metric in trial.metrics {
      guard case .undefined(let reason) = metric.value else { continue }
      if names[reason] == nil { reasons.append(reason) }
      names[reason, default: []].append(metric.name)
    }
    return section(
      "Without a value",
      reasons.map { "\($0): \((names[$0] ?? []).joined(separator: ", "))" }, width: width)
  }

  private func section(_ title: String, _ sentences: [String], width: Int) -> [String] {
    guard !sentences.isEmpty else { return [] }
    return ["", title]
      + sentences.flatMap { TextWrap.lines($0, width: width, first: "  * ", indent: "    ") }
  }

  private static func words(_ outcome: RunOutcome) -> String {
    switch outcome {
    case .done: "done"
    case .censored: "cut off at its limit"
    case .panic: "panic, as nobody was left to kill"
    case .livelock: "livelock"
    case .policyReplaced: "done, with a policy replaced by its default"
    }
  }

  private static func json(_ metric: TrialResult.Metric) -> JSONValue {
    var members: [(String, JSONValue)] = []
    switch metric.value {
    case .defined(let value): members.append(("value", .integer(value)))
    case .undefined(let reason):
      members.append(("value", .null))
      members.append(("reason", .text(reason)))
    }
    if let unit = MetricCatalogue.definition(of: metric.name)?.unit {
      members.append(("unit", .text(unit.rawValue)))
    }
    if let samples = metric.samples { members.append(("samples", .integer(samples))) }
    return .object(members)
  }

  private static func json(_ sample: TimelineSample) -> JSONValue {
    .object([
      ("time_ns", .integer(sample.time)), ("free", .integer(sample.free)),
      ("on_lists", .integer(sample.onLists)), ("page_cache", .integer(sample.pageCache)),
      ("guests", .integer(sample.guests)), ("dying", .integer(sample.dying)),
      ("set_aside", .integer(sample.setAside)), ("zombies", .integer(sample.zombies)),
      ("tasks", .integer(sample.tasks)), ("other", .integer(sample.other)),
    ])
  }
}
