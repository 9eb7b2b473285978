// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import Testing

@testable import ExperimentFiles

/// Groups of CPU time, who is in them, and the weights of cleaners.
@Suite struct CPUGroupTests {
  private static let text = """
    host: { memory: 96 GiB }
    cpu-groups:
      - { name: machine, weight: 50 }
      - { name: db-scope, weight: 200 }
      - { name: batch, parent: system, weight: 20 }
    guests:
      - { name: db, memory: 1 GiB, cleaner-in: guest, cleaner-weight: 300 }
      - { name: web, memory: 1 GiB, cleaner-in: batch, cpu-group: root }
    tasks: [{ name: job, allocates: 1 GiB, rate: 1 GiB/s, cpu-group: batch }]

    """

  @Test func `are read with their parents and members`() throws {
    let files = try TemporaryFiles([
      ("burst.yaml", Self.text + "sweep: { grid: { cpu-groups.db-scope.weight: [200, 400] } }")
    ])
    let (experiment, faults) = files.experiment("burst.yaml")
    let trial = try #require(experiment, "\(faults)").configuration(ofPoint: 1)
    #expect(
      trial.resolvedCPUGroups == [
        CPUGroupDescription(name: "machine", weight: 50), CPUGroupDescription(name: "system"),
        CPUGroupDescription(name: "db-scope", parent: "machine", weight: 400),
        CPUGroupDescription(name: "web-scope", parent: "machine"),
        CPUGroupDescription(name: "batch", parent: "system", weight: 20),
      ])
    #expect(trial.guests.map(\.cleanerIn) == [.guest, .group("batch")])
    #expect(trial.guests.map(\.cleanerWeight) == [300, 100])
    #expect(trial.guests.map(\.cpuGroup) == [nil, "root"])
    #expect(trial.tasks[0].cpuGroup == "batch")
  }

  @Test func `are refused where there is no such group`() throws {
    let files = try TemporaryFiles([
      (
        "burst.yaml",
        """
        host: { memory: 96 GiB }
        cpu-groups:
          - { name: one, parent: two }
          - { name: two, parent: one }
          - { name: three, parent: machin, weight: 0 }
        guests: [{ name: db, memory: 1 GiB, cleaner-in: kernl, cpu-group: systen }]
        """
      )
    ])
    var found = files.experiment("burst.yaml").faults
    #expect(found.contains("'weight': expected 1...10000, found 0"))
    found = files.experiment("burst.yaml", overrides: ["cpu-groups.three.weight=1"]).faults
    for message in [
      "burst.yaml:3:26: error: 'parent': the group 'two' is inside itself",
      "burst.yaml:4:26: error: 'parent': the group 'one' is inside itself",
      "'parent': there is no group 'machin', there are root, machine, system, db-scope, "
        + "did you mean 'machine'?",
      "'cleaner-in': there is no group 'kernl'", "did you mean 'kernel'?",
      "'cpu-group': there is no group 'systen'", "did you mean 'system'?",
    ] { #expect(found.contains(message), "\(message)\n\(found)") }
  }
}
