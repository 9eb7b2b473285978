// SPDX-License-Identifier: Apache-2.0

import ExperimentFiles
import Foundation
import HostConfiguration
import Policies
import PolicyKit
import Testing

/// The example of every key, read as it stands in the documentation.
@Suite struct KeyExampleTests {
  /// Files in which keys can be set that exclude each other.
  private static let bases = [
    """
    host: { memory: 256 GiB }
    cpu-groups: [{ name: batch-jobs }]
    guests: [{ name: db, memory: 32 GiB, protected: true, stops: { at: 0 s } }]
    tasks: [{ name: batch, allocates: 1 GiB, rate: 1 GiB/s, measured: true }]
    sweep: { grid: { policies.oom-notifier: [none, drain] }, repetitions: 2 }
    """,
    """
    host: { memory: 256 GiB }
    guests: [{ name: db, memory: 32 GiB, protected: true, reboots: { at: 0 s } }]
    tasks: [{ name: batch, allocates: 1 GiB, every: 1 s, measured: true }]
    """,
    """
    host: { memory: 256 GiB }
    guests: [{ name: db, memory: 32 GiB, protected: true }]
    tasks: [{ name: batch, measured: true }]
    """,
    "{ host: { memory: 256 GiB }, tasks: [{ name: batch, allocates: 1 GiB, rate: 1 GiB/s }] }",
  ]

  /// What a key needs beside it; of most keys the example of the block that they are in.
  private static let beside = [
    "host.watermarks.scale-factor": ["host.watermarks={}"],
    "host.watermarks": ["host.watermarks={ min: 40 MiB, low: 140 MiB, high: 240 MiB }"],
    "host.per-cpu-lists": ["host.per-cpu-lists={ batch: 63 }"],
    "tasks.starts.at": ["tasks.batch.starts={}"],
    "tasks.starts": ["tasks.batch.starts={ after: db.exit }"],
    "tasks.starts.when": ["tasks.batch.starts={}"],
    "tasks.allocates": ["tasks.batch.rate=1 GiB/s"],
    "tasks.rate": ["tasks.batch.allocates=1 GiB"],
    "tasks.every": ["tasks.batch.allocates=1 GiB"],
    "sweep.minimum-repetitions": ["sweep.until=ci(task.batch.completion) < 5 %"],
    "sweep.maximum-repetitions": ["sweep.until=ci(task.batch.completion) < 5 %"],
    "sweep.outer.latin-hypercube": ["sweep.outer={ over: { costs.fault: 1..2 us } }"],
    "sweep.outer.random": ["sweep.outer={ over: { costs.fault: 1..2 us } }"],
    "sweep.outer.replicates": ["sweep.outer={ random: 4, over: { costs.fault: 1..2 us } }"],
    "sweep.outer.one-at-a-time": ["sweep.outer={}"],
  ]

  private func inFile(_ path: String) -> String {
    var segments = path.split(separator: ".").map(String.init)
    let names = ["guests": "db", "tasks": "batch", "cpu-groups": "batch-jobs"]
    if segments.count > 1, let name = names[segments[0]] { segments.insert(name, at: 1) }
    return segments.joined(separator: ".")
  }

  private func outer(_ path: String) -> KnownKey? {
    path.lastIndex(of: ".").flatMap { dot in
      KnownKey.all.first { $0.path == path[..<dot] }
    }
  }

  @Test func `every example is accepted`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (index, text) in Self.bases.enumerated() {
      try text.write(
        to: folder.appending(path: "\(index).yaml"), atomically: true, encoding: .utf8)
    }
    let traces = TraceLibrary { _ throws(TraceLibrary.Failure) in
      ResidentTrace(source: "trace.csv", samples: [.init(time: .zero, resident: 10)])
    }
    let loader = ExperimentLoader(catalogue: PolicyCatalogue(allPolicies), traces: traces)
    var checked = 0
    for key in KnownKey.all {
      let start = key.path.split(separator: ".").first.map(String.init) ?? ""
      if ["include", "drawn", "range"].contains(start) { continue }
      let setting = "\(inFile(key.path))=\(key.description.exampleText)"
      var preludes: [[String]] = [[]]
      let outer = outer(key.path)
      for path in [key.path, outer?.path ?? ""] { Self.beside[path].map { preludes.append($0) } }
      if let outer, outer.path.contains(".") {
        preludes.append(["\(inFile(outer.path))=\(outer.description.exampleText)"])
      }
      var faults: [String] = []
      attempts: for prelude in preludes {
        for index in Self.bases.indices {
          do {
            let overrides = try (prelude + [setting]).map { try Override($0) }
            let experiment = try loader.load(
              folder.appending(path: "\(index).yaml").path, overrides: overrides)
            _ = try experiment.configuration(ofPoint: 0)
            faults = []
            checked += 1
            break attempts
          } catch {
            faults.append("\(error)")
          }
        }
      }
      #expect(faults.isEmpty, "\(key.path): \(setting): \(Set(faults).sorted().first ?? "")")
    }
    #expect(checked > 150)
  }
}
