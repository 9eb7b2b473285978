// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import PolicyKit
import Testing

@testable import ExperimentFiles

@Suite struct ExperimentTests {
  static let host = """
    host:
      memory: 96 GiB
      cpus: 8
      tick: 100 Hz
      lowmem-reserve: 376 MiB
      in-use: { kernel: 1.5 GiB, anon: 4 GiB }
      page-cache: { clean: 2 GiB }
      per-cpu-lists: { batch: 63, high: kernel }
    ultravisor: { destroy: 4.5 us, export: 9 us, import: 9 us, contention: none }
    costs: { append: 100 ns, fruitless-pass: 50 us }

    """

  static let burst = """
    setaside: 1
    description: >
      A 64 GiB secure guest is shut down; a batch job then allocates fast.
      Who survives?
    include: [hosts/lpar-96g.yaml]
    guests:
      - { name: db, memory: 64 GiB, protected: true, teardown: lazy-shutdown, stops: { at: 0 s } }
    tasks:
      - { name: batch, starts: { after: db.exit, delay: { uniform: [0 s, 5 s] } }, allocates: 48 GiB,
          rate: 4 GiB/s, threads: 4, request: 2 MiB, measured: true }
      - { name: sshd, rss: 8 MiB, allocates: 64 KiB, every: 100 ms, measured: true }
    policies:
      allocation-failure: convert-one
      oom-notifier: { use: wait-for-quota, pages: 256, timeout: 50 ms }
    sweep:
      grid:
        policies.oom-notifier: [none, { use: wait-for-quota, pages: [256, 4096] }]
        tasks.batch.rate: [1 GiB/s, 2 GiB/s]
        tasks.batch.allocates: { from: 16 GiB, to: 128 GiB, steps: 8 }
      where: "tasks.batch.allocates < host.memory - 1 GiB and host.time-slice == 2.8 ms"
      repetitions: 30
      seed: 2021
    measure: [task.batch.completion, oom.kills, stall.request.p99]
    compare:
      baseline: { policies.oom-notifier: none }
      minimize: [task.batch.completion]
      require: "P(oom.kills > 0) <= 1 %"
    until: 300 s
    slowdown-window: 100 s

    """

  private func files(_ burst: String = burst) throws -> TemporaryFiles {
    try TemporaryFiles([("burst.yaml", burst), ("hosts/lpar-96g.yaml", Self.host)])
  }

  @Test func `binds a whole experiment`() throws {
    let (loaded, faults) = try files().experiment("burst.yaml")
    #expect(faults.isEmpty)
    let experiment = try #require(loaded)
    #expect(experiment.name == "burst")
    #expect(
      experiment.description
        == "A 64 GiB secure guest is shut down; a batch job then allocates fast. Who survives?")
    // Three notifiers, two rates, five of the eight amounts: 16, 32, 48, 64, 80 GiB are below 95.
    #expect(experiment.pointCount == 30)
    #expect(experiment.repetitions == 30)
    #expect(experiment.seed == 2021)
    #expect(experiment.axes.last == "tasks.batch.allocates")
    #expect(experiment.measure == ["task.batch.completion", "oom.kills", "stall.request.p99"])
    #expect(
      experiment.comparison
        == Comparison(
          baseline: [SweepAssignment(path: "policies.oom-notifier", label: "none")],
          minimize: ["task.batch.completion"], pareto: [],
          requirement: Requirement(
            metric: "oom.kills", relation: .greater, threshold: 0, bound: .lessOrEqual,
            share: 10_000, text: "P(oom.kills > 0) <= 1 %")))
    #expect(
      experiment.assignments(ofPoint: 21).map(\.label)
        == ["wait-for-quota pages=4096", "1 GiB/s", "32 GiB"])
    let expected = TrialConfiguration(
      host: HostDescription(
        memory: .gibibytes(96), timeSlice: .microseconds(2_800), lowmemReserve: .mebibytes(376),
        inUseByKernel: .mebibytes(1536), inUseAnonymous: .gibibytes(4),
        cleanPageCache: .gibibytes(2), transparentHugePages: true),
      rules: KernelGeneration.v6_12.rules, generation: .v6_12,
      guests: [
        GuestDescription(
          name: "db", memory: .gibibytes(64), teardown: .lazyShutdown,
          departure: .shutdown(at: .fixed(0)))
      ],
      tasks: [
        TaskDescription(
          name: "batch",
          start: .after(guest: "db", event: .exit, delay: .uniform(0...5_000_000_000)),
          demand: .steady(
            total: .gibibytes(32), jitter: .percent(0),
            rate: .mebibytesPerSecond(1024), request: .mebibytes(2)),
          threads: 4, isMeasured: true),
        TaskDescription(
          name: "sshd", demand: .periodic(pages: 16, every: .milliseconds(100)),
          resident: .mebibytes(8), isMeasured: true),
      ],
      oomNotifier: PolicyChoice(
        name: "wait-for-quota",
        arguments: [
          .init(name: "pages", value: 4096), .init(name: "timeout", value: 100_000_000),
          .init(name: "share", value: 50_000), .init(name: "tries", value: 3),
          .init(name: "counter", value: 0),
        ]),
      until: .seconds(300), slowdownWindow: .seconds(100), seed: 2021)
    #expect(try experiment.configuration(ofPoint: 21) == expected)
  }

  @Test func `lets tasks wait, burst and replay`() throws {
    let files = try files(
      """
      host: { memory: 1 GiB, cpus: unlimited, watermarks: { min: 4 MiB, low: 8 MiB, high: 16 MiB },
              per-cpu-lists: off }
      ultravisor: { destroy-dirty: 2.2 us, destroy: 1.5 us, contention: { servers: 4 } }
      mechanism: { payment: after, node-floor: min, pages-per-node: 510 }
      guests: [{ name: db, memory: 100 MiB, image: { extent: 512 pages, shared-64ths: 1,
                 dirty-64ths: 8, stream: 1 }, reboots: { at: 1 s } }]
      tasks:
        - { name: waits, starts: { when: "host.free >= guests.db.memory / 2", after: db.all-free },
            allocates: 1 MiB, rate: 1 MiB/s, holds: 60 s, class: nowait, backlog: 8 MiB,
            size-jitter: 20 % }
        - { name: bursts, restarts-after-kill: 1 ms,
            bursts: { interval: { exponential: 1 ms }, size: { exponential: 500 pages },
                      holds: { exponential: 200 ms, step: 1 us }, stream: 2 } }
        - { name: replays, replays: traces/sort.csv, oom-score-adj: -1000 }
      """)
    let (experiment, faults) = files.experiment("burst.yaml")
    #expect(faults.isEmpty)
    let trial = try #require(try experiment?.configuration(ofPoint: 0))
    #expect(trial.host.cpus == .unlimited)
    #expect(trial.host.watermarks == .explicit(min: 1024, low: 2048, high: 4096))
    #expect(trial.host.perCPUListHigh == .off)
    #expect(trial.ultravisor.destroyDirty.nanoseconds == 2200)
    #expect(trial.ultravisor.servers == 4)
    #expect(trial.rules.payment == .after)
    #expect(
      trial.guests[0].image
        == .extents(mean: 512, shared64ths: 1, dirty64ths: 8, stream: 1))
    #expect(trial.guests[0].departure == .reboot(at: .fixed(1_000_000_000)))
    #expect(
      trial.tasks[0].start == .whenFree(.mebibytes(50), guest: "db", event: .allFree))
    #expect(trial.tasks[0].holds == .seconds(60))
    #expect(trial.tasks[0].backlog == .mebibytes(8))
    #expect(
      trial.tasks[1].demand
        == .bursts(
          interval: .exponential(mean: 1_000_000, step: 1),
          pages: .exponential(mean: 500, step: 1),
          holds: .exponential(mean: 200_000_000, step: 1000), stream: 2))
    guard case .replay(let trace, let request) = trial.tasks[2].demand else {
      Issue.record("the third task does not replay")
      return
    }
    #expect(trace.source == "sort.csv")
    #expect(request == .mebibytes(2))
    // What is shown of it reads back as the same.
    let shown = try #require(try experiment?.resolvedText(ofPoint: 0))
    let again = try TemporaryFiles([("again.yaml", shown)])
    let (second, misread) = again.experiment("again.yaml")
    #expect(misread.isEmpty)
    #expect(try second?.configuration(ofPoint: 0) == trial)
  }

  @Test func `reads traces beside the file that names them`() throws {
    let files = try TemporaryFiles([
      (
        "experiments/traces/good.csv",
        "# setaside-trace: 1\ntime_ns,resident_bytes\n0,4097\n5,8192\n"
      ),
      ("experiments/traces/bad.csv", "# setaside-trace: 1\ntime_ns,resident_bytes\n0,x\n0,y\n"),
    ])
    let file = files.directory + "/experiments/deep/burst.yaml"
    let trace = try TraceLibrary.files.trace("traces/good.csv", namedIn: file)
    #expect(trace.samples.map(\.resident) == [2, 2])
    #expect(trace.samples.map(\.time.nanoseconds) == [0, 5])
    #expect {
      _ = try TraceLibrary.files.trace("traces/bad.csv", namedIn: file)
    } throws: { error in
      guard let failure = error as? TraceLibrary.Failure else { return false }
      return failure.reason.hasPrefix("cannot be replayed: in line 3, column 3: ")
        && failure.reason.hasSuffix("(and 1 more fault)")
    }
  }

  @Test func `describes every key once`() {
    func check(_ keys: [KeyDescription], _ path: String) {
      var names: [String] = []
      for key in keys {
        #expect(!names.contains(key.name), "\(path)\(key.name)")
        names.append(key.name)
        #expect(key.help.hasSuffix("."), "\(path)\(key.name)")
        #expect(!key.form.description.isEmpty)
        check(key.keys, path + key.name + ".")
      }
    }
    check(ExperimentSchema.keys, "")
    let host = ExperimentSchema.keys.first { $0.name == "host" }
    #expect(host?.keys.first { $0.name == "tick" }?.defaultText == "100 Hz")
    #expect(host?.keys.first { $0.name == "memory" }?.defaultText == nil)
  }
}
