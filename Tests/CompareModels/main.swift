// Holds the engine against itself and against the naive interpreter on many random hosts, far more than a
// debug build of the tests could: in one step as far as it goes, in random steps, page by page.
//
//   swift run -c release compare-models 1 200000
//   swift run -c release compare-models --rules
//
// The second prints on how many of 2,000 hosts each rule of a kernel generation was gone by. The first
// prints the hosts on which they part, and exits with 1 if there are any.
internal import Glibc
internal import HostConfiguration
internal import HostModel
internal import NaiveInterpreter
internal import PolicyKit

/// How the runs of a seed's hosts differ, or nil.
@Sendable func difference(seed: UInt64) -> String? {
  difference(seed: seed, RandomHost.configuration(seed: seed))
    ?? difference(seed: seed, RandomHost.ownCPUs(seed: seed)).map { "With own CPUs: \($0)" }
    ?? difference(seed: seed, RandomHost.generations(seed: seed)).map { "Generations: \($0)" }
}

/// How the engine's own runs of a host differ, or nil.
@Sendable func selfDifference(seed: UInt64, _ host: TrialConfiguration) -> String? {
  guard let prepared = try? PreparedHost(host, catalogue: ProbePolicies.catalogue) else {
    return "Seed \(seed): it describes something that cannot be."
  }
  var events: [DecisionEvent] = []
  let result = prepared.run(seed: host.seed) { events.append($0) }
  for step in [StepLimit.onePage, .random(seed: seed)] {
    var others: [DecisionEvent] = []
    let other = prepared.run(seed: host.seed, step: step) { others.append($0) }
    if let parted = EventDifference(events, others) {
      return "Seed \(seed): the engine (left) in steps of \(step): \(parted)"
    }
    if let place = result.readings.indices.first(where: {
      result.readings[$0] != other.readings[$0]
    }) {
      return
        "Seed \(seed): in steps of \(step) reading \(place): \(result.readings[place]), \(other.readings[place])"
    }
  }
  return nil
}

/// What of a host's rules is mostly to blame.
func summary(of host: TrialConfiguration) -> String {
  let rules = host.rules
  return [
    "\(host.host.cpus)", rules.scheduler.rawValue, rules.wakeUp.rawValue,
    rules.perCPULists.rawValue, rules.timers.rawValue, "tick \(host.host.tick.nanoseconds)",
    "pays \(rules.payment.rawValue)", "\(host.guests.reduce(0) { $0 + $1.vcpus }) vCPUs",
  ].joined(separator: ", ")
}

/// How a host's runs differ, or nil.
@Sendable func difference(seed: UInt64, _ host: TrialConfiguration) -> String? {
  guard let prepared = try? PreparedHost(host, catalogue: ProbePolicies.catalogue) else {
    return "Seed \(seed): it describes something that cannot be."
  }
  var events: [DecisionEvent] = []
  let result = prepared.run(seed: host.seed) { events.append($0) }
  let naive = NaiveInterpreter(configuration: host, catalogue: ProbePolicies.catalogue).run()
  if let parted = EventDifference(events, naive.events) {
    return
      "Seed \(seed) (\(summary(of: host))): the engine (left) against the interpreter: \(parted)"
  }
  for step in [StepLimit.onePage, .random(seed: seed)] {
    let other = prepared.run(seed: host.seed, step: step)
    if other.digest != result.digest || other.readings != result.readings {
      return "Seed \(seed): the engine in steps of \(step) gives something else."
    }
  }
  return nil
}

if CommandLine.arguments.dropFirst().first == "--rules" {
  let hosts = RuleHits.hosts(1...2_000) { RandomHost.generations(seed: $0) }
  for rule in RuleHits.Rule.allCases { print("\(hosts[rule.rawValue]) \(rule)") }
  exit(0)
}
let bounds = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
guard bounds.count == 2, CommandLine.argc == 3, bounds[0] <= bounds[1] else {
  print("usage: compare-models FIRST-SEED LAST-SEED")
  exit(2)
}
let seeds = bounds[0]...bounds[1]
let stretch: UInt64 = 500
let found = await withTaskGroup(of: [String].self) { group in
  for first in stride(from: seeds.lowerBound, through: seeds.upperBound, by: Int(stretch)) {
    group.addTask {
      (first...min(first + stretch - 1, seeds.upperBound)).compactMap { difference(seed: $0) }
    }
  }
  var texts: [String] = []
  for await some in group { texts += some }
  return texts
}
for text in found.sorted() { print(text) }
print("\(seeds.count) random hosts, \(found.count) on which the models part")
exit(found.isEmpty ? 0 : 1)
