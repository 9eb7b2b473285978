// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import PolicyKit
import Testing

@testable import Reports

/// What reports say of the kernel whose rules held.
@Suite struct KernelNoteTests {
  private func trial(
    _ generation: KernelGeneration, teardown: GuestDescription.Teardown = .synchronousDestroy,
    change: (inout MechanismRules) -> Void = { _ in }
  ) -> TrialConfiguration {
    var rules = generation.rules
    change(&rules)
    return TrialConfiguration(
      host: HostDescription(memory: .gibibytes(4)), rules: rules, generation: generation,
      guests: [
        GuestDescription(
          name: "db", memory: .gibibytes(1), teardown: teardown,
          departure: teardown == .lazyReboot
            ? .reboot(at: .fixed(0)) : .shutdown(at: .fixed(0)))
      ])
  }

  private func label(_ trial: TrialConfiguration, isNamed: Bool = true) -> String {
    KernelNote(trial, isNamed: isNamed).sentences[0]
  }

  @Test func `says which kernel held and whether it was chosen`() {
    #expect(label(trial(.v6_12), isNamed: false) == "kernel 6.12.117 (the default)")
    #expect(label(trial(.v6_1)) == "kernel 6.1.192")
    #expect(label(trial(.engine3)) == "the rules of engine-3, which no kernel has")
  }

  @Test func `labels hybrids by what is another's`() {
    #expect(
      label(trial(.v6_12) { $0.reclaimRetry = .always })
        == "kernel 6.12.117 with mechanism.reclaim-retry: always")
    #expect(
      label(trial(.v6_12) { $0.badness = .firstAmongEquals })
        == "kernel 6.12.117 with mechanism.badness: first-among-equals (of engine-3)")
    #expect(
      label(trial(.v6_12) { $0.wakeUp = .preempts })
        == "kernel 6.12.117 with mechanism.wake-up: preempts (a bound)")
    #expect(
      label(trial(.v6_12, teardown: .lazyShutdown))
        == "kernel 6.12.117 with guests.db.teardown: lazy-shutdown (v1's list)")
    #expect(label(trial(.v5_13, teardown: .lazyShutdown)) == "kernel 5.13+v1")
    #expect(label(trial(.v6_12, teardown: .lazyReboot)) == "kernel 6.12.117")
    #expect(
      label(trial(.v6_1, teardown: .lazyReboot))
        == "kernel 6.1.192 with guests.db.teardown: lazy-reboot (of 5.13+v1)")
    #expect(
      label(trial(.v6_1, teardown: .synchronousExport))
        == "kernel 6.1.192 with guests.db.teardown: sync-export (of 5.13+v1)")
  }

  @Test func `lists what was not read of the values that hold`() {
    let new = KernelNote(trial(.v6_12), isNamed: true).sentences
    #expect(
      new == [
        "kernel 6.12.117",
        "of 6.12.117 inferred, not read: mechanism.slab-pages-per-pass: 32, "
          + "mechanism.tick-phase: drawn",
      ])
    let given = KernelNote(trial(.v6_12) { $0.tickPhase = .zero }, isNamed: true).sentences
    #expect(
      given[1] == "of 6.12.117 inferred, not read: mechanism.slab-pages-per-pass: 32")
    let old = KernelNote(trial(.v5_13), isNamed: true).sentences
    #expect(old.count == 3)
    #expect(old[2].hasPrefix("of 5.13+v1 remembered, not read: mechanism.reclaim-retries: 16"))
    #expect(!old[2].contains("mechanism.node-floor"))
    let list = KernelNote(trial(.v5_13, teardown: .lazyShutdown), isNamed: true).sentences
    #expect(list[2].contains("mechanism.node-floor: class"))
    #expect(KernelNote(trial(.engine3), isNamed: true).sentences.count == 1)
  }

  @Test func `counts the points of a sweep`() {
    var note = KernelNote(isNamed: true)
    note.add(trial(.v6_12, teardown: .lazyShutdown))
    note.add(trial(.v6_12, teardown: .lazyShutdown) { $0.wakeUp = .waits })
    note.add(trial(.v6_1))
    let labels = note.sentences.filter { !$0.contains("not read") }
    #expect(
      labels == [
        "kernel 6.12.117 at 2 of 3 points with guests.db.teardown: lazy-shutdown (v1's list); "
          + "at some of its points with mechanism.wake-up: waits (a bound) (1 of 2)",
        "kernel 6.1.192 at 1 of 3 points",
      ])
  }

  @Test func `is a comment of an experiment`() {
    for line in KernelNote(trial(.v5_13), isNamed: true).comments {
      #expect(line.hasPrefix("# ") && line.count <= 100)
    }
  }
}
