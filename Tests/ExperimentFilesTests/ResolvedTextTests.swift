// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ExperimentFiles

@Suite struct ResolvedTextTests {
  @Test func `shows what expressions inside blocks come to, and from what`() throws {
    let files = try TemporaryFiles([
      (
        "burst.yaml",
        """
        assume: { ratio: 2, twice: "assume.ratio * 2", share: "assume.ratio / 3" }
        host: { memory: 96 GiB }
        guests: [{ name: db, memory: 8 GiB, stops: { at: "assume.twice * 1 s" } }]
        tasks:
          - name: batch
            starts: { after: db.exit, delay: { uniform: [0 s, "assume.ratio * 100 ms"] } }
            allocates: 1 GiB
            rate: 1 GiB/s
          - { name: late, starts: { when: "host.free >= guests.db.memory" }, allocates: 1 GiB, rate: 1 GiB/s }
          - { name: fixed, starts: { after: db.exit, delay: 1000 ms }, allocates: 1 GiB, rate: 1 GiB/s }
        """
      )
    ])
    let experiment = try #require(files.experiment("burst.yaml").experiment)
    let lines = try experiment.resolvedText(ofPoint: 0).split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ").replacing(files.directory + "/", with: "")
    }
    for line in [
      "ratio: 2 # burst.yaml:1", "twice: 4 # burst.yaml:1, from assume.ratio * 2",
      // Thirds have no decimals.
      "share: assume.ratio / 3 # burst.yaml:1",
      "stops: { at: 4 s } # burst.yaml:3, from { at: assume.twice * 1 s }",
      "starts: { after: db.exit, delay: { uniform: [0 s, 200 ms] } } # burst.yaml:6, from "
        + "{ after: db.exit, delay: { uniform: [0 s, assume.ratio * 100 ms] } }",
      "starts: { when: \"host.free >= 8 GiB\" } # burst.yaml:9, from "
        + "{ when: host.free >= guests.db.memory }",
      "starts: { after: db.exit, delay: 1000 ms } # burst.yaml:10",
    ] { #expect(lines.contains(line), "\(line)\n\(lines.joined(separator: "\n"))") }
  }

  private static let listing = """
    kernel: 6.12.117                        # default
    host:
      memory: 96 GiB                        # burst.yaml:2, from guests.db.memory * 1.25 + 16 GiB
      cpus: 4                               # hosts/lpar-96g.yaml:1
      time-slice: 2.1 ms                    # kernel: 6.12.117
      scheduling-latency: 18 ms             # kernel: 6.12.117
      wake-up-granularity: 3 ms             # kernel: 6.12.117
      tick: 100 Hz                          # default
      watermarks: { scale-factor: 10 }      # default
      lowmem-reserve: 376 MiB               # kernel: 6.12.117
      thp: true                             # kernel: 6.12.117
      in-use:
        kernel: 0                           # default
        anon: 0                             # default
        slab-reclaimable: 0                 # default
      page-cache:
        clean: 0                            # default
        mapped: 0                           # default
      per-cpu-lists: { batch: 63, high: kernel }  # default
    ultravisor:
      destroy: 4.5 us                       # default
      destroy-dirty: as-clean               # default
      export: 9 us                          # default
      import: 9 us                          # default
      contention: none                      # default
    costs:
      append: 100 ns                        # default
      node: 1 us                            # hosts/lpar-96g.yaml:2
      failed-node: 400 ns                   # default
      fault: 1 us                           # default
      unmap: 600 ns                         # default
      scan: 150 ns                          # default
      reclaim: 500 ns                       # default
      fruitless-pass: 50 us                 # default
      wake: 20 us                           # default
      context-switch: 3 us                  # default
    mechanism:
      payment: before                       # kernel: 6.12.117
      cleaning-order: newest-node-first     # kernel: 6.12.117
      pages-per-node: 509                   # kernel: 6.12.117
      page-at-new-node: converted           # kernel: 6.12.117
      notifier-work: timed                  # kernel: 6.12.117
      reclaim-retry: free-counted-twice     # kernel: 6.12.117
      reclaim-retries: 16                   # kernel: 6.12.117
      last-test: high                       # kernel: 6.12.117
      kill-refund: over-time                # kernel: 6.12.117
      node-floor: class                     # kernel: 6.12.117
      direct-reclaim: proportional          # kernel: 6.12.117
      slab-pages-per-pass: 32               # kernel: 6.12.117
      chain-order: registration             # kernel: 6.12.117
      badness: last-among-equals            # kernel: 6.12.117
      per-cpu-lists: alloc-factor           # kernel: 6.12.117
      timers: wheel                         # kernel: 6.12.117
      msleep-extra-ticks: 0                 # kernel: 6.12.117
      tick-phase: drawn                     # kernel: 6.12.117
      victim-threads: hold-memory           # kernel: 6.12.117
      completion-refund: over-time          # kernel: 6.12.117
      scheduler: eevdf                      # kernel: 6.12.117
      wake-up: carried-lag                  # kernel: 6.12.117
    guests:
      - name: db                            # burst.yaml:4
        memory: 64 GiB                      # burst.yaml:5
        protected: false                    # default
        shared: 0 %                         # default
        image: uniform                      # default
        teardown: sync-destroy              # default
        synchronous-below: 2 GiB            # default
        node-class: atomic-nomemalloc       # default
        cleaners: 1                         # default
        cleaner-in: kernel                  # default
        cleaner-weight: 100                 # default
        vcpus: 0                            # default
        load: 100 %                         # default
        reboots: { at: { uniform: [1 s, 2 s] } }  # burst.yaml:6
        after-boot:
          idle: 0 s                         # default
          touch: 50 %                       # default
          threads: 1                        # default
          order: sequential                 # default
          ready-at: 50 %                    # default
        oom-score-adj: 0                    # default
    policies:
      allocation-failure: convert-one       # default
      oom-notifier:
        use: wait-for-quota                 # burst.yaml:7
        pages: 1 MiB                        # burst.yaml:7
        timeout: 100 ms                     # default
        share: 5 %                          # default
        tries: 9                            # command line:1
        counter: pages                      # default
      reclaim-throttle: unpaced             # default
    ending: everything-done                 # default
    until: automatic                        # default
    slowdown-window: none                   # default

    """

  @Test func `shows every value with its origin`() throws {
    let files = try TemporaryFiles([
      (
        "burst.yaml",
        """
        include: [hosts/lpar-96g.yaml]
        host: { memory: "guests.db.memory * 1.25 + 16 GiB" }
        guests:
          - name: db
            memory: 64 GiB
            reboots: { at: { uniform: [1 s, 2 s] } }
        policies: { oom-notifier: { use: wait-for-quota, pages: 1 MiB } }
        """
      ),
      (
        "hosts/lpar-96g.yaml",
        """
        host: { cpus: 4 }
        costs: { node: 1 us }
        """
      ),
    ])
    let (loaded, faults) = files.experiment(
      "burst.yaml", overrides: ["policies.oom-notifier.tries=9"])
    #expect(!faults.contains("error:"), "\(faults)")
    let text = files.shortened(try #require(loaded).resolvedText(ofPoint: 0))
    #expect(text == Self.listing)
    let again = try TemporaryFiles([("again.yaml", text)])
    let (second, misread) = again.experiment("again.yaml")
    #expect(!misread.contains("error:"), "\(misread)")
    #expect(try second?.configuration(ofPoint: 0) == loaded?.configuration(ofPoint: 0))
  }

  @Test func `writes equal trials alike and different ones differently`() throws {
    let files = try TemporaryFiles([
      (
        "burst.yaml",
        """
        host: { memory: "2 * 8 GiB" }
        guests: [{ name: db, memory: 1 GiB }]
        tasks: [{ name: batch, allocates: 1 GiB, rate: 1 GiB/s }]
        sweep: { grid: { guests.db.memory: [1 GiB, 1024 MiB, 2 GiB] } }
        """
      )
    ])
    let experiment = try #require(files.experiment("burst.yaml").experiment)
    let texts = try (0..<3).map { point in
      ExperimentSchema.text(
        of: try experiment.configuration(ofPoint: point), catalogue: SamplePolicies.catalogue)
    }
    #expect(texts[0] == texts[1])
    #expect(texts[0] != texts[2])
    #expect(!texts[0].contains("#"))
    let again = try TemporaryFiles([("again.yaml", texts[2])])
    #expect(
      try again.experiment("again.yaml").experiment?.configuration(ofPoint: 0)
        == experiment.configuration(ofPoint: 2))
  }
}
