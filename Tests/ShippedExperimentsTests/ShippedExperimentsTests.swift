// SPDX-License-Identifier: Apache-2.0

import ExperimentFiles
import Foundation
import HostConfiguration
import Policies
import PolicyKit
import Testing
import TrialExecution

/// The experiments that are shipped, read from where they stand.
@Suite struct ShippedExperimentsTests {
  private static let names = [
    "cleaner-pace", "demo", "low-memory-set-aside", "many-dying", "reboot-downtime",
    "reference/rw1",
    "shutdown-then-burst", "shutdown-then-burst-sensitivity", "shutdown-then-burst-steady",
  ]

  private let catalogue = PolicyCatalogue(allPolicies)

  private func experiment(_ name: String) throws -> Experiment {
    try ShippedExperiment.load(name, catalogue)
  }

  @Test func `are all known here`() throws {
    let inFolder = try ["", "reference/"].flatMap { prefix in
      try FileManager.default.contentsOfDirectory(
        atPath: ShippedExperiment.folder.appending(path: prefix).path
      ).filter { $0.hasSuffix(".yaml") }.map { prefix + $0.dropLast(".yaml".count) }
    }
    #expect(inFolder.sorted() == Self.names)
  }

  @Test(arguments: names) func `have no fault and ask a question`(name: String) throws {
    let experiment = try experiment(name)
    #expect(experiment.description.contains("?"))
    #expect(experiment.warnings.isEmpty, "\(experiment.warnings)")
    for point in 0..<experiment.pointCount {
      #expect(try experiment.configuration(ofPoint: point).contradictions().isEmpty)
    }
  }

  @Test func `use every shipped policy somewhere`() throws {
    var used: Set<String> = []
    for name in Self.names {
      let experiment = try experiment(name)
      for point in 0..<experiment.pointCount {
        let trial = try experiment.configuration(ofPoint: point)
        for role in PolicyRole.allCases { used.insert("\(role) \(trial.choice(of: role).name)") }
      }
    }
    for role in PolicyRole.allCases {
      for name in catalogue.names(of: role) {
        #expect(used.contains("\(role) \(name)"), "\(name) is in no experiment")
      }
    }
  }

  @Test func `write RW-1 as the engine knows it`() throws {
    let reference = ReferenceWorkload.configuration(pages: 16_777_216, seed: 1, mode: .mixed)
    #expect(try experiment("reference/rw1").configuration(ofPoint: 0) == reference)
  }
}
