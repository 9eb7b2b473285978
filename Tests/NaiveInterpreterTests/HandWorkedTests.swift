// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import NaiveInterpreter
internal import Policies
internal import PolicyKit
internal import Testing

/// Small trials whose events were worked out by hand from the document.
struct HandWorkedTests {
  private typealias Kind = NaiveEvent.Kind

  private func run(
    memory: Int64, cpus: HostDescription.CPUs = .unlimited,
    marks: (Int64, Int64, Int64) = (1, 2, 3),
    ultravisor: UltravisorDescription = UltravisorDescription(),
    rules: MechanismRules = MechanismRules(), guests: [GuestDescription] = [],
    tasks: [TaskDescription] = []
  ) -> [NaiveEvent] {
    let host = HostDescription(
      memory: Pages(memory), cpus: cpus, timeSlice: .microseconds(10),
      watermarks: .explicit(min: Pages(marks.0), low: Pages(marks.1), high: Pages(marks.2)),
      perCPUListHigh: .off)
    let trial = TrialConfiguration(
      host: host, ultravisor: ultravisor, costs: CostDescription(contextSwitch: .microseconds(1)),
      rules: rules, guests: guests, tasks: tasks,
      oomNotifier: PolicyChoice(name: "none"), reclaimThrottle: PolicyChoice(name: "unpaced"),
      until: .seconds(1))
    return NaiveInterpreter(configuration: trial, catalogue: PolicyCatalogue(allPolicies)).run()
      .events
  }

  private func guest(
    _ name: String, pages: Int64, teardown: GuestDescription.Teardown = .synchronousDestroy
  ) -> GuestDescription {
    GuestDescription(
      name: name, memory: Pages(pages), teardown: teardown, departure: .shutdown(at: .fixed(0)))
  }

  private func exits(_ events: [NaiveEvent]) -> [Int64: Int64] {
    Dictionary(
      uniqueKeysWithValues: events.filter { $0.kind == .exit }.map { ($0.who, $0.time) })
  }

  private func event(_ kind: Kind, _ time: Int64, who: Int64 = 0, free: Int64, value: Int64 = 0)
    -> NaiveEvent
  {
    NaiveEvent(kind: kind, time: time, who: who, free: free, value: value)
  }

  @Test func `two members of a ring take turns`() {
    // A slot is a switch of 1 us and a quantum of 10 us. The first works from 0 to 10, the second
    // from 11 to 21, the first from 22 to its end at 30. Then the second is alone and has 2 us of
    // its second page left.
    let events = run(
      memory: 100, cpus: .count(1), ultravisor: UltravisorDescription(destroy: .microseconds(6)),
      guests: [guest("a", pages: 3), guest("b", pages: 2)])
    #expect(exits(events) == [0: 30_000, 1: 32_000])
  }

  @Test func `an empty CPU pulls the last member of the longest ring`() {
    // a and c share CPU 0, b and d share CPU 1. b is through at 6 and d at 12; then CPU 1 pulls a,
    // which waits behind c with 2 us of its second page left; c is alone with 5 us left.
    let events = run(
      memory: 100, cpus: .count(2), ultravisor: UltravisorDescription(destroy: .microseconds(6)),
      guests: [
        guest("a", pages: 3), guest("b", pages: 1), guest("c", pages: 1), guest("d", pages: 1),
      ])
    #expect(exits(events) == [0: 20_000, 1: 6_000, 2: 17_000, 3: 12_000])
  }

  @Test func `callers share the servers of the Ultravisor`() {
    // The first call of a is alone; all that begin while both are there take twice as long.
    let events = run(
      memory: 100,
      ultravisor: UltravisorDescription(destroy: .microseconds(1), servers: 1),
      guests: [guest("a", pages: 2), guest("b", pages: 1)])
    #expect(exits(events) == [0: 3_000, 1: 2_000])
  }

  @Test func `a lazy shutdown sets aside what the price of its nodes leaves`() {
    // Pages 0 and 4 are exported as the price of a node (9,000), pages 1 to 3 are appended (100
    // each, and 250 for the node); the second node stays empty and is freed at the end. The cleaner
    // starts 20,000 later and works 4,500 for each of three pages.
    let events = run(
      memory: 105, rules: MechanismRules(pagesPerNode: 3),
      guests: [guest("a", pages: 5, teardown: .lazyShutdown)])
    #expect(
      events == [
        event(.stop, 0, free: 100),
        event(.nodeGot, 9_000, free: 99, value: 1),
        event(.nodeGot, 18_550, free: 99, value: 2),
        event(.exit, 18_800, free: 101),
        event(.cleanerStart, 38_800, free: 101),
        event(.allFree, 52_300, free: 105),
        event(.cleanerEnd, 52_300, free: 105),
        event(.end, 52_300, free: 105),
      ])
  }

  @Test func `a task that asks for too much is killed and gives its memory back page by page`() {
    let task = TaskDescription(
      name: "greedy",
      demand: .steady(
        total: 10, jitter: .percent(0), rate: .mebibytesPerSecond(1 << 20), request: 10))
    let events = run(memory: 10, marks: (5, 6, 7), tasks: [task])
    #expect(
      events == [
        event(.taskStart, 0, free: 10),
        event(.kswapdWake, 4_000, free: 6),
        event(.stall, 5_000, free: 5),
        event(.outOfMemory, 55_000, free: 5, value: 1),
        event(.kill, 55_000, free: 5, value: 5),
        // 20 us to wake up, then 600 ns for each of five pages.
        event(.exited, 78_000, free: 10),
        event(.end, 78_000, free: 10),
      ])
  }
}
