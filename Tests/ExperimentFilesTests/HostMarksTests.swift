// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import PolicyKit
import Testing

@testable import ExperimentFiles

/// The marks and floors of a host in expressions.
@Suite struct HostMarksTests {
  private func load(_ text: String) throws -> (TrialConfiguration?, String) {
    let (experiment, faults) = try TemporaryFiles([("m.yaml", text)]).experiment("m.yaml")
    return (try experiment?.configuration(ofPoint: 0), faults)
  }

  /// A zone of 4 GiB has min 2,048, low 3,096 and high 4,144 pages; 10 MiB are 2,560.
  @Test func `sizes and starts read them, with the lowmem reserve on top`() throws {
    let (found, faults) = try load(
      """
      setaside: 1
      kernel: engine-3
      host: { memory: 4 GiB, lowmem-reserve: 1 MiB }
      tasks:
        - { name: a, allocates: "host.marks.min + 10 MiB", rate: 1 GiB/s }
        - { name: b, allocates: host.floors.atomic-nomemalloc, rate: 1 GiB/s,
            starts: { when: "host.free > host.marks.low" } }
        - { name: c, allocates: host.floors.atomic, rate: 1 GiB/s,
            starts: { when: "host.free >= host.marks.high" } }
      """)
    #expect(faults.isEmpty, "\(faults)")
    let tasks = try #require(found?.tasks)
    func total(_ task: TaskDescription) -> Pages? {
      if case .steady(let total, _, _, _) = task.demand { return total }
      return nil
    }
    #expect(total(tasks[0]) == Pages(2_048 + 256 + 2_560))
    #expect(total(tasks[1]) == Pages(1_024 + 256))
    #expect(total(tasks[2]) == Pages(768 + 256))
    #expect(tasks[1].start == .whenFree(Pages(3_096 + 256 + 1), guest: nil, event: .stop))
    #expect(tasks[2].start == .whenFree(Pages(4_144 + 256), guest: nil, event: .stop))
  }

  @Test func `follow what the sweep varies`() throws {
    let (experiment, faults) = try TemporaryFiles([
      (
        "m.yaml",
        """
        setaside: 1
        kernel: engine-3
        host: { memory: 4 GiB }
        tasks: [{ name: a, allocates: host.marks.low, rate: 1 GiB/s }]
        sweep: { grid: { host.memory: [4 GiB, 16 GiB] }, where: "host.marks.min > 8 MiB" }
        """
      )
    ]).experiment("m.yaml")
    #expect(faults.isEmpty, "\(faults)")
    #expect(experiment?.pointCount == 1)
    let task = try #require(try experiment?.configuration(ofPoint: 0).tasks[0])
    guard case .steady(let total, _, _, _) = task.demand else {
      Issue.record("The task is not steady.")
      return
    }
    #expect(total == 8_290)
  }

  @Test func `what they are worked out from cannot depend on them, and a wrong one is named`()
    throws
  {
    let (_, faults) = try load(
      """
      setaside: 1
      host: { memory: 4 GiB, in-use: { kernel: host.marks.low } }
      """)
    #expect(faults.contains("2:47: error: 'kernel': 'host.marks.low' leads nowhere"), "\(faults)")
    let (_, others) = try load(
      """
      setaside: 1
      host: { memory: 4 GiB }
      tasks: [{ name: a, allocates: host.marks.mid, rate: 1 GiB/s }]
      """)
    #expect(others.contains("'host.marks.mid' leads nowhere"), "\(others)")
  }

  @Test func `without cleaners and notifiers nobody waits for all pages`() throws {
    func text(_ notifier: String, _ cleaners: Int) -> String {
      """
      setaside: 1
      host: { memory: 4 GiB }
      guests: [{ name: db, memory: 1 GiB, protected: true, teardown: lazy-shutdown,
                 cleaners: \(cleaners), stops: { at: 0 s } }]
      tasks: [{ name: a, allocates: 1 MiB, rate: 1 GiB/s, starts: { after: db.all-free } }]
      policies: { oom-notifier: \(notifier) }
      """
    }
    #expect(try load(text("none", 0)).1.contains("5:61: warning: 'starts': with 'cleaners: 0'"))
    #expect(try load(text("none", 1)).1.isEmpty)
    #expect(try load(text("wait-for-quota", 0)).1.isEmpty)
    #expect(try load(text("none", -1)).1.contains("expected 0...64"))
  }
}
