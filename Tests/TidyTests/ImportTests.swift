// SPDX-License-Identifier: Apache-2.0

import Testing

/// The arrows between the rooms run one way, from the command down to `PolicyKit`.
@Suite struct ImportTests {
  /// What each room may import; a room that is not here may import nothing.
  private static let allowed: [String: Set<String>] = [
    "Sources/PolicyKit": [],
    "Sources/HostConfiguration": ["PolicyKit"],
    "Sources/HostModel": ["PolicyKit", "HostConfiguration"],
    "Sources/MemoryTraces": ["PolicyKit", "Glibc", "Foundation", "Synchronization"],
    "Sources/ExperimentFiles": [
      "CYAML", "PolicyKit", "HostConfiguration", "MemoryTraces", "SamplingDesigns", "Foundation",
      "Glibc", "Synchronization",
    ],
    "Sources/SamplingDesigns": [],
    "Sources/Statistics": ["Foundation"],
    "Sources/TrialExecution": ["PolicyKit", "HostConfiguration", "HostModel"],
    "Sources/ResultStore": [
      "HostConfiguration", "GRDB", "GRDBSQLite", "Foundation", "Glibc", "Synchronization",
    ],
    "Sources/SweepRunner": [
      "CProcess", "PolicyKit", "HostConfiguration", "HostModel", "ExperimentFiles",
      "TrialExecution", "ResultStore", "Statistics", "Foundation", "Glibc", "Subprocess",
      "Synchronization",
    ],
    "Sources/Reports": [
      "PolicyKit", "HostConfiguration", "HostModel", "TrialExecution", "ResultStore",
      "Statistics", "Foundation",
    ],
    "Sources/SetasideCommand": [
      "PolicyKit", "HostConfiguration", "HostModel", "MemoryTraces", "ExperimentFiles",
      "TrialExecution", "ResultStore", "SweepRunner", "Reports", "Statistics", "ArgumentParser",
      "Foundation", "Glibc", "Synchronization",
    ],
    "Sources/setaside": ["SetasideCommand", "Policies"],
    "Sources/generate-policy-registry": ["Foundation"],
    "policies": ["PolicyKit"],
    "Plugins/BuildCommitPlugin": ["PackagePlugin", "Foundation"],
    "Plugins/PolicyRegistryPlugin": ["PackagePlugin", "Foundation"],
  ]

  private func room(of path: String) -> String {
    let parts = path.split(separator: "/")
    return parts.first == "policies" ? "policies" : parts.prefix(2).joined(separator: "/")
  }

  @Test(arguments: ["Sources", "policies", "Plugins"])
  func `imports follow the arrows`(folder: String) throws {
    let sources = try Repository.sources(in: folder)
    #expect(!sources.isEmpty)
    for source in sources {
      let room = room(of: source.path)
      let allowed = Self.allowed[room] ?? []
      for line in source.code {
        guard let module = importedModule(line) else { continue }
        #expect(
          allowed.contains(module),
          "\(source.path) imports \(module); \(room) may import \(allowed.sorted())")
      }
    }
  }

  @Test func `finds imports however they are written`() {
    #expect(importedModule("internal import Foundation") == "Foundation")
    #expect(importedModule("@testable import HostModel") == "HostModel")
    #expect(importedModule("public import struct Foundation.Date") == "Foundation")
    #expect(importedModule("let important = imported") == nil)
  }

  /// The module that a line of code imports.
  private func importedModule(_ line: String) -> String? {
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "let", "var"]
    var words = line.split(separator: " ")
    guard let index = words.firstIndex(of: "import"),
      words[..<index].allSatisfy({
        $0.hasPrefix("@")
          || ["public", "internal", "package", "private", "fileprivate"].contains($0)
      })
    else { return nil }
    words.removeFirst(index + 1)
    if let first = words.first, kinds.contains(first) { words.removeFirst() }
    return words.first?.split(separator: ".").first.map(String.init)
  }
}
