// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import Policies
internal import PolicyKit
internal import Testing
internal import TrialExecution

struct MetricShapeTests {
  private func trial() throws -> (TrialConfiguration, ExecutedTrial) {
    let configuration = TrialConfiguration(
      host: HostDescription(memory: 65_536, cpus: .count(2)),
      guests: [
        GuestDescription(name: "old", memory: 4_096, departure: .shutdown(at: .fixed(0))),
        GuestDescription(name: "new", memory: 2_048),
      ])
    return (
      configuration,
      try TrialRunner(catalogue: PolicyCatalogue(allPolicies)).run(configuration)
    )
  }

  @Test func `the names of a configuration are those of its trials' readings`() throws {
    let (configuration, trial) = try trial()
    let names = MetricShape(configuration).names
    #expect(names == trial.metrics.map(\.name))
    #expect(names.count == trial.readings.count)
    #expect(trial.result.shape == MetricShape(configuration))
  }

  @Test func `a reading is that of its own guest`() throws {
    let (_, trial) = try trial()
    #expect(trial.value(of: "guest.old.shutdown-latency")?.integer ?? 0 > 0)
    #expect(
      trial.value(of: "guest.new.shutdown-latency") == .undefined(reason: "the guest stays"))
    #expect(trial.value(of: "run.end")?.integer == trial.result.end)
    #expect(trial.value(of: "guest.nobody.downtime") == nil)
  }
}
