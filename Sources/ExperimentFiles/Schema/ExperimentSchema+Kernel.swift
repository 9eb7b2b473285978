// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension ExperimentSchema {
  /// Which kernel's rules hold.
  static let kernel = Key<TrialConfiguration>(
    "kernel",
    "The release whose rules hold where 'mechanism' and 'host' say nothing else.",
    .word(KernelGeneration.allCases.map(\.rawValue)),
    bind: { node, trial, binder in
      guard let text = node.text, let generation = KernelGeneration(rawValue: text) else {
        binder.reportUnknownKernel(node)
        return
      }
      trial.generation = generation
    }, text: { $0.generation.rawValue })

  /// The generation that a tree names, or the standard one: also where it names none that there is.
  static func generation(in root: Node) -> KernelGeneration {
    root.mapping?["kernel"]?.text.flatMap { KernelGeneration(rawValue: $0) } ?? .standard
  }

  /// A trial of a tree's generation in which nothing else is said yet.
  static func defaults(for root: Node) -> TrialConfiguration {
    defaults(of: generation(in: root))
  }

  /// A trial of a generation in which nothing else is said yet.
  static func defaults(of generation: KernelGeneration) -> TrialConfiguration {
    var defaults = TrialConfiguration(
      host: HostDescription(memory: 0), rules: generation.rules, generation: generation)
    defaults.host.transparentHugePages = generation.transparentHugePages
    return defaults
  }

  /// What a generation computes from the host's other values, where the file does not say it.
  static func computeDefaults(_ mapping: Mapping, _ trial: inout TrialConfiguration) {
    let mechanism = mapping["mechanism"]?.mapping
    if mechanism?["scheduler"] != nil, mechanism?["wake-up"] == nil {
      trial.rules.wakeUp = trial.rules.scheduler.wakeUps[0]
    }
    let host = mapping["host"]?.mapping
    func isGiven(_ key: String) -> Bool { host?[key].map { $0.text != "kernel" } ?? false }
    var computed = trial.host
    trial.generation.compute(&computed)
    if !isGiven("lowmem-reserve") { trial.host.lowmemReserve = computed.lowmemReserve }
    if !isGiven("time-slice") { trial.host.timeSlice = computed.timeSlice }
    if !isGiven("scheduling-latency") {
      trial.host.schedulingLatency = computed.schedulingLatency
    }
    if !isGiven("wake-up-granularity") {
      trial.host.wakeUpGranularity = computed.wakeUpGranularity
    }
  }

  /// The default of the key at a path in a tree, for expressions that refer to what it does not say.
  static func plainDefault(at path: NodePath, in root: Node) -> ExpressionValue? {
    let defaults = defaults(for: root)
    let segments = path.segments[...]
    let text: String?
    switch path.segments[0] {
    case "kernel" where path.segments.count == 1: return .text(defaults.generation.rawValue)
    case "mechanism":
      text = mechanism.defaultText(at: segments.dropFirst(), in: defaults.rules)
    case "host" where isComputed(path):
      text = computedHost(of: root).flatMap {
        host.defaultText(at: segments.dropFirst(), in: $0)
      }
    default: text = trial.defaultText(at: segments, in: defaults)
    }
    return text.map(value)
  }

  /// Whether the default of a key follows from the memory and CPUs of the host.
  private static func isComputed(_ path: NodePath) -> Bool {
    path.segments.count == 2 && path.segments[0] == "host"
      && host.keys.contains { $0.name == path.segments[1] && $0.documentedDefault != nil }
  }

  /// A host of a tree's memory and CPUs with what its generation computes; nil where these have a fault.
  private static func computedHost(of root: Node) -> HostDescription? {
    // What is computed from a value that is computed from it in turn would never end.
    let evaluator = Evaluator(root: root) { path, root in
      isComputed(path) ? nil : plainDefault(at: path, in: root)
    }
    guard
      let memory = evaluator.grains(at: ["host", "memory"], as: .memory, orElse: 0),
      let cpus = evaluator.grains(at: ["host", "cpus"], as: .count, orElse: 8)
    else { return nil }
    let isUnlimited = root.node(at: ["host", "cpus"])?.text == "unlimited"
    var computed = HostDescription(
      memory: Pages(memory), cpus: isUnlimited ? .unlimited : .count(cpus))
    generation(in: root).compute(&computed)
    return computed
  }

  private static func value(of text: String) -> ExpressionValue {
    if let literal = try? QuantityLiteral(text), let quantity = try? literal.quantity {
      return .quantity(quantity)
    }
    return text == "true" || text == "false" ? .truth(text == "true") : .text(text)
  }

  /// Refuses rules that no kernel could have together, at the one that is written.
  static func checkRules(
    _ mapping: Mapping?, _ rules: MechanismRules, _ binder: inout Binder
  ) {
    guard let fault = rules.wakeUpFault,
      let place = mapping?["wake-up"] ?? mapping?["scheduler"]
    else { return }
    binder.error("wake-up", fault, at: place.location)
  }
}

extension KernelGeneration {
  /// Gives a host the values that this generation computes from its memory and CPUs.
  fileprivate func compute(_ host: inout HostDescription) {
    guard self != .engine3 else { return }
    host.lowmemReserve = lowmemReserve(memory: host.memory)
    host.timeSlice = timeSlice(cpus: host.cpus)
    host.schedulingLatency = schedulingLatency(cpus: host.cpus)
    host.wakeUpGranularity = wakeUpGranularity(cpus: host.cpus)
  }
}

extension Evaluator {
  /// The whole number at a path, something else where the path has none; nil where it has a fault.
  fileprivate func grains(
    at path: [String], as kind: QuantityKind, orElse other: Int64
  ) -> Int64? {
    guard let node = root.node(at: path), !node.isNull, node.text != "unlimited" else {
      return other
    }
    return try? grains(of: node, as: kind)
  }
}

extension Binder {
  /// Reports a kernel of which no rules are known, with the release that is nearest.
  mutating func reportUnknownKernel(_ node: Node) {
    let known = KernelGeneration.allCases.map(\.rawValue)
    let list = known.map { "'\($0)'" }.joined(separator: ", ")
    // A series is named by its first two numbers, `6.12` or `v6.12`; engine 3 by its number alone.
    let text = node.text ?? ""
    let series = text.drop { !$0.isNumber }
    let nearest =
      known.first { !series.isEmpty && ($0 == "engine-\(series)" || $0.hasPrefix("\(series).")) }
      ?? known.first { release in
        let parts = series.split(separator: ".", maxSplits: 2)
        return parts.count > 1
          && release.split(whereSeparator: { ".+".contains($0) })
            .prefix(2).elementsEqual(parts.prefix(2).map { $0.prefix(while: \.isNumber) })
      } ?? Spelling.closest(to: text, in: known)
    error(
      "kernel",
      "expected a release whose rules are known, one of \(list), found \(node.kindDescription)",
      at: node.location, suggestion: nearest)
  }
}
