// SPDX-License-Identifier: Apache-2.0

// Holds the engine against itself and against the naive interpreter on many random hosts, far more than a
// debug build of the tests could: events, digests and the readings of all metrics.
//
//   swift run -c release compare-models 1 200000
//   swift run -c release compare-models --mutate 4000
//
// Prints the hosts on which they part, and exits with 1 if there are any. With --mutate the engine runs
// each host with one value of it changed, for every value that there is: the comparison must see each
// change on one of so many hosts, or it exits with 1.
//
// With --rules: on how many of 2,000 hosts each rule of a kernel generation was gone by.
//
// Likewise for trials whose results with engine 3 are kept in Tests/FrozenTrials/engine-3, and to make
// these tables (never needed again, unless a family is added):
//
//   swift run -c release compare-models --frozen
//   swift run -c release compare-models --write-frozen
internal import Glibc
internal import NaiveInterpreter

let arguments = CommandLine.arguments.dropFirst()
let numbers = arguments.compactMap { UInt64($0) }
switch Array(arguments) {
case ["--frozen"]: exit(try await FrozenComparison.compare() ? 0 : 1)
case ["--write-frozen"]: try await FrozenComparison.write()
case ["--rules"]:
  let hosts = RuleHits.hosts(1...2_000) { RandomHost.generations(seed: $0) }
  for rule in RuleHits.Rule.allCases { print("\(hosts[rule.rawValue]) \(rule)") }
case let words where words.first == "--mutate" && words.count == 2 && numbers.count == 1:
  exit(await MutationRun(hosts: numbers[0]).run() ? 0 : 1)
case let words where words.count == 2 && numbers.count == 2 && numbers[0] <= numbers[1]:
  exit(await ComparisonRun(seeds: numbers[0]...numbers[1]).run() ? 0 : 1)
default:
  print(
    "usage: compare-models FIRST-SEED LAST-SEED | --mutate HOSTS | --rules | --frozen | --write-frozen"
  )
  exit(2)
}
