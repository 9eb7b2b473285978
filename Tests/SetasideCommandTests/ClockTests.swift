// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A run that never ends is watched from the start of its metric's clock, not from that of the simulation.
@Suite struct ClockTests {
  private func experiment(stop: String, amount: String, measure: String) -> String {
    """
    setaside: 1
    description: A task that waits for its guest.
    host: { memory: 1 GiB }
    guests:
      - { name: db, memory: 256 MiB, protected: true, teardown: lazy-shutdown, stops: { at: \(stop) } }
    tasks:
      - { name: batch, starts: { after: db.exit, delay: { uniform: [0 s, 1 s] } },
          allocates: \(amount), rate: 1 MiB/s }
    sweep: { repetitions: 8, seed: 5 }
    measure: [\(measure)]
    until: 100 s

    """
  }

  /// The mean of each metric, in nanoseconds.
  private func means(_ text: String) throws -> [String: Double] {
    let command = try Command()
    try command.write(text, to: "clock.yaml")
    let sweep = try command.run("sweep", "clock.yaml", "-o", "clock.sqlite", "--json")
    #expect(sweep.status == 0, "\(sweep.messages)")
    let json = try command.run("compare", "clock.sqlite", "--json", "--table", "measurements")
    let rows = try JSONSerialization.jsonObject(with: Data(json.answer.utf8)) as? [[String: Any]]
    var means: [String: Double] = [:]
    for row in rows ?? [] {
      if let metric = row["metric"] as? String { means[metric] = row["mean"] as? Double }
    }
    return means
  }

  @Test func `a task that is still running was watched since its guest's stop`() throws {
    let found = try means(
      experiment(stop: "50 s", amount: "512 MiB", measure: "task.batch.completion"))
    #expect(found["task.batch.completion"] == 50e9, "\(found)")
  }

  @Test func `so it is where the stop is drawn`() throws {
    let stop = "{ uniform: [10 s, 60 s] }"
    // The last page is free long before the task ends, which takes some seconds.
    let whole = try means(
      experiment(
        stop: stop, amount: "4 MiB",
        measure: "run.end, task.batch.completion, guest.db.time-to-free"))
    let cut = try means(
      experiment(stop: stop, amount: "512 MiB", measure: "task.batch.completion"))
    let end = try #require(whole["run.end"])
    let completion = try #require(whole["task.batch.completion"])
    let limit = try #require(cut["task.batch.completion"])
    // Runs end with their last task: what lies before its clock is the stop.
    #expect(abs((end - completion) - (100e9 - limit)) < 1e6, "\(whole) \(cut)")
  }
}
