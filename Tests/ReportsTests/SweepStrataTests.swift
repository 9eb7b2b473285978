// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import PolicyKit
import Testing

@testable import Reports

@Suite struct SweepStrataTests {
  private func strata(
    _ points: [[String: String]], axes: [String], baseline: [String: String]
  ) -> SweepStrata {
    func values(_ pairs: [String: String]) -> [SweepDescription.AxisValue] {
      axes.compactMap { axis in
        pairs[axis].map { SweepDescription.AxisValue(path: axis, label: $0) }
      }
    }
    return SweepStrata(
      SweepDescription(
        name: "test", question: "", axes: axes,
        points: points.enumerated().map {
          .init(index: $0, values: values($1), isRandom: true, until: nil)
        }, metrics: [], baseline: values(baseline), objectives: [], requirement: nil,
        configuration: TrialConfiguration(host: HostDescription(memory: 1))))
  }

  @Test func `compares choices under one condition at a time`() {
    let strata = strata(
      [
        ["p": "none", "rate": "1"], ["p": "none", "rate": "2"], ["p": "drain", "rate": "1"],
        ["p": "drain", "rate": "2"],
      ], axes: ["p", "rate"], baseline: ["p": "none"])
    #expect(strata.strata.map(\.points) == [[0, 2], [1, 3]])
    #expect(strata.strata.map(\.baseline) == [0, 1])
    #expect(strata.strata.map(\.condition) == ["rate 1", "rate 2"])
    #expect(strata.choice(2) == "drain")
  }

  @Test func `takes what only some members of a union vary for a choice`() {
    let strata = strata(
      [["p": "none"], ["p": "drain"], ["p": "none", "teardown": "sync-destroy"]],
      axes: ["p", "teardown"], baseline: ["p": "none"])
    #expect(strata.strata.map(\.points) == [[0, 1, 2]])
    #expect(strata.strata.first?.baseline == 0)
    #expect(strata.choice(2) == "p none, teardown sync-destroy")
  }

  @Test func `has no condition where nothing is compared`() {
    let strata = strata([["p": "1"], ["p": "2"]], axes: ["p"], baseline: [:])
    #expect(strata.strata.count == 1)
    #expect(strata.strata.first?.baseline == nil)
  }

  @Test func `names an axis by what tells it from the others`() {
    let axes = ["tasks.batch.rate", "tasks.nic.rate", "host.cpus"]
    #expect(axes.map { AxisTitle.short($0, among: axes) } == ["batch.rate", "nic.rate", "cpus"])
  }
}
