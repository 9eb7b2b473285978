// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostConfiguration
import PolicyKit
import Testing

@testable import ExperimentFiles

/// Ranges with equal steps, as a person would write their values.
@Suite struct StepValueTests {
  private func labels(_ range: String, of path: String = "costs.fault", _ more: String = "")
    throws -> [String]
  {
    let files = try TemporaryFiles([
      (
        "burst.yaml",
        """
        host: { memory: 64 GiB, cpus: 4 }
        guests: [{ name: db, memory: 1 GiB, protected: true, stops: { at: 0 s } }]
        tasks: [{ name: batch, allocates: 1 GiB, rate: 1 GiB/s }]
        sweep: { grid: { \(path): \(range) }\(more) }
        """
      )
    ])
    let (experiment, faults) = files.experiment("burst.yaml")
    let found = try #require(experiment, "\(faults)")
    return (0..<found.pointCount).map { found.assignments(ofPoint: $0)[0].label }
  }

  @Test(arguments: [
    ("{ from: 1 us, to: 1 ms, steps: 4, scale: log }", "1 us|10 us|100 us|1 ms"),
    ("{ from: 1 ms, to: 1 us, steps: 4, scale: log }", "1 ms|100 us|10 us|1 us"),
    ("{ from: 1 us, to: 16 us, steps: 5, scale: log }", "1 us|2 us|4 us|8 us|16 us"),
    ("{ from: 0.5 us, to: 4 us, steps: 4, scale: log }", "0.5 us|1 us|2 us|4 us"),
    ("{ from: 3 us, to: 12 us, steps: 3, scale: log }", "3 us|6 us|12 us"),
    ("{ from: 8 us, to: 27 us, steps: 4, scale: log }", "8 us|12 us|18 us|27 us"),
    ("{ from: 1 us, to: 2 us, steps: 5 }", "1 us|1.25 us|1.5 us|1.75 us|2 us"),
    ("{ from: 1 us, to: 10 us, steps: 3, scale: log }", "1 us|3162 ns|10 us"),
    // Rounded to the nearest, not down: 31.6228 us.
    ("{ from: 10 us, to: 100 us, steps: 3, scale: log }", "10 us|31623 ns|100 us"),
  ])
  func `costs`(range: String, expected: String) throws {
    #expect(try labels(range).joined(separator: "|") == expected)
  }

  @Test(arguments: [
    (
      "tasks.batch.rate", "{ from: 0.1 GiB/s, to: 1 GiB/s, steps: 10 }",
      "0.1 GiB/s|0.2 GiB/s|0.3 GiB/s|0.4 GiB/s|0.5 GiB/s|0.6 GiB/s|0.7 GiB/s|0.8 GiB/s|0.9 GiB/s"
        + "|1 GiB/s"
    ),
    (
      "tasks.batch.allocates", "{ from: 0.1 GiB, to: 0.5 GiB, steps: 5 }",
      "0.1 GiB|0.2 GiB|0.3 GiB|0.4 GiB|0.5 GiB"
    ),
    ("host.cpus", "{ from: 1, to: 100, steps: 3, scale: log }", "1|10|100"),
    ("host.cpus", "{ from: 1, to: 4, steps: 3 }", "1|3|4"),
    ("guests.db.shared", "{ from: 1 %, to: 100 %, steps: 3, scale: log }", "1 %|10 %|100 %"),
    ("guests.db.shared", "{ from: 0 %, to: 1 %, steps: 5 }", "0 %|0.25 %|0.5 %|0.75 %|1 %"),
  ])
  func `other values`(path: String, range: String, expected: String) throws {
    #expect(try labels(range, of: path).joined(separator: "|") == expected)
  }

  @Test(arguments: ["==", ">=", "<="])
  func `a point is the number that is written for it`(relation: String) throws {
    let range = "{ from: 0.1 GiB/s, to: 1 GiB/s, steps: 10 }"
    for tenth in 1...9 {
      let found = try labels(
        range, of: "tasks.batch.rate", ", where: \"tasks.batch.rate \(relation) 0.\(tenth) GiB/s\"")
      #expect(found.contains("0.\(tenth) GiB/s"))
    }
  }

  @Test func `a baseline may be written in another unit`() throws {
    let text = """
      host: { memory: 64 GiB, cpus: 4 }
      guests: [{ name: db, memory: 1 GiB, protected: true, stops: { at: 0 s } }]
      tasks: [{ name: batch, allocates: 1 GiB, rate: 1 GiB/s }]
      sweep: { grid: { costs.fault: { from: 1 us, to: 1 ms, steps: 4, scale: log } } }
      compare: { baseline: { costs.fault: 0.01 ms } }
      """
    let (experiment, faults) = try TemporaryFiles([("burst.yaml", text)]).experiment("burst.yaml")
    #expect(experiment?.comparison?.baseline.map(\.label) == ["10 us"], "\(faults)")
  }

  @Test func `a literal is rounded as a point of a range is`() throws {
    let (one, _) = try TemporaryFiles([("a.yaml", "host: { memory: 0.3 GiB, cpus: 1 }")])
      .experiment("a.yaml")
    #expect(try one?.configuration(ofPoint: 0).host.memory.count == 78643)
    // What would be changed by more than a thousandth is refused.
    let (two, faults) = try TemporaryFiles([("a.yaml", "host: { memory: 10 KB, cpus: 1 }")])
      .experiment("a.yaml")
    #expect(two == nil && faults.contains("10^3 B and 2 % less than a KiB"), "\(faults)")
    let (three, more) = try TemporaryFiles([("a.yaml", "host: { memory: 10 KiB, cpus: 1 }")])
      .experiment("a.yaml")
    #expect(three == nil && more.contains("is not a whole number of pages"), "\(more)")
  }
}
