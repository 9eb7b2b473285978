// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostConfiguration
import PolicyKit
import Testing

@testable import ExperimentFiles

/// Files that would take for ever if anything in them was worked out more than once.
@Suite struct BoundedWorkTests {
  @Test(.timeLimit(.minutes(1)))
  func `a chain of values that each read the one before twice is worked out once`() throws {
    let links = (1...30).map { "  v\($0): assume.v\($0 - 1) / 2 + assume.v\($0 - 1) / 2" }
    let text = """
      host: { memory: assume.v30 * 1 GiB, cpus: 1 }
      assume:
        v0: 4
      \(links.joined(separator: "\n"))
      """
    let (experiment, faults) = try TemporaryFiles([("burst.yaml", text)]).experiment("burst.yaml")
    #expect(
      try experiment?.configuration(ofPoint: 0).host.memory.count == 4 << 18, "\(faults)")
  }

  @Test(.timeLimit(.minutes(1)))
  func `files that each include the next one many times are read once`() throws {
    var files = [("burst.yaml", "include: [\(names(of: 0))]\nhost: { cpus: 1 }\n")]
    for level in 0..<14 {
      for copy in 0..<3 {
        files.append(("c\(level)-\(copy).yaml", "include: [\(names(of: level + 1))]\n"))
      }
    }
    for copy in 0..<3 { files.append(("c14-\(copy).yaml", "host: { memory: 1 GiB }\n")) }
    let (experiment, faults) = try TemporaryFiles(files).experiment("burst.yaml")
    #expect(experiment != nil, "\(faults)")
  }

  private func names(of level: Int) -> String {
    (0..<3).map { "c\(level)-\($0).yaml" }.joined(separator: ", ")
  }

  @Test func `the number of includes is bounded`() throws {
    let list = Array(repeating: "a.yaml", count: IncludeLoader.includesMax + 1)
    let files = [
      ("burst.yaml", "include: [\(list.joined(separator: ", "))]\nhost: { cpus: 1 }\n"),
      ("a.yaml", "host: { memory: 1 GiB }\n"),
    ]
    let (experiment, faults) = try TemporaryFiles(files).experiment("burst.yaml")
    #expect(experiment == nil)
    #expect(faults.contains("more than 256 includes in one experiment"), "\(faults)")
  }
}
