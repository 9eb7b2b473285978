// SPDX-License-Identifier: Apache-2.0

internal import HostModel
internal import Policies
internal import PolicyKit
internal import TrialExecution

/// Runs RW-1 as often as its one argument says, without a thread of its own: a program that callgrind can count.
@main
enum ReferenceTrials {
  static func main() throws {
    let runs = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1
    let runner = TrialRunner(catalogue: PolicyCatalogue(allPolicies))
    for seed in 1...UInt64(max(runs, 1)) {
      let trial = try runner.run(
        ReferenceWorkload.configuration(pages: 262_144, seed: seed, mode: .mixed))
      print(seed, trial.result.digest)
    }
  }
}
