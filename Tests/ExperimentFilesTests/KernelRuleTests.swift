// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostConfiguration
import Testing

@testable import ExperimentFiles

/// The table of what each kernel generation decides, against the keys of files and the document.
@Suite struct KernelRuleTests {
  /// The keys of a block.
  private func keys(of block: String) -> [String] {
    let keys = ExperimentSchema.keys.first { $0.name == block }?.keys ?? []
    return keys.map { "\(block).\($0.name)" }
  }

  @Test func `has every key of the mechanism, and only keys that there are`() {
    let rules = KernelRule.all.map(\.key)
    #expect(Set(rules).count == rules.count)
    #expect(Set(keys(of: "mechanism")) == Set(rules.filter { $0.hasPrefix("mechanism.") }))
    #expect(Set(keys(of: "host")).isSuperset(of: rules.filter { $0.hasPrefix("host.") }))
  }

  @Test func `names a function and its evidence for every value of a kernel`() {
    for rule in KernelRule.all {
      #expect(rule.source(of: .engine3) == nil)
      for generation in KernelGeneration.allCases where generation != .engine3 {
        guard rule.value(generation) != "not used" else { continue }
        #expect(rule.source(of: generation) != nil, "\(rule.key) of \(generation.rawValue)")
      }
    }
  }

  @Test func `gives values as files have them`() throws {
    for generation in KernelGeneration.allCases {
      let lines = KernelRule.all.filter { $0.key.hasPrefix("mechanism.") }
        .map { "  \($0.key.dropFirst(10)): \($0.value(generation))" }
      let files = try TemporaryFiles([
        (
          "all.yaml",
          "host: { memory: 1 GiB }\nkernel: engine-3\nmechanism:\n"
            + lines.joined(separator: "\n")
        )
      ])
      let (experiment, faults) = files.experiment("all.yaml")
      let trial = try #require(experiment, "\(faults)").configuration(ofPoint: 0)
      #expect(trial.rules == generation.rules)
    }
  }

  @Test func `is the table of the document`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "Documentation/Model.md"), encoding: .utf8)
    let parts = text.components(separatedBy: "<!-- setaside kernels -->\n")
    #expect(parts.count == 3, "The table stands between two marks.")
    #expect(
      parts.dropFirst().first == KernelRule.document,
      "Put what 'setaside kernels' prints between the marks of Documentation/Model.md.")
  }
}
