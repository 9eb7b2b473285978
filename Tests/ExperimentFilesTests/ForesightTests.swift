// SPDX-License-Identifier: Apache-2.0

import Testing

/// What can be known before any run is a warning at its place, and nothing else is.
@Suite struct ForesightTests {
  /// An experiment in which everything asked can be shown, with some lines replaced.
  static func text(_ changes: [(String, String)] = []) -> String {
    var text = """
      host: { memory: 96 GiB, cpus: 8 }
      guests:
        - { name: db, memory: 64 GiB, protected: true, teardown: lazy-shutdown, stops: { at: 0 s } }
      tasks:
        - { name: batch, starts: { after: db.exit, delay: { uniform: [0 s, 5 s] } }, \
      allocates: 48 GiB, rate: 4 GiB/s, measured: true }
      sweep:
        grid:
          policies.oom-notifier: [none, { use: wait-for-quota, pages: 512 }]
        repetitions: 30
      measure: [task.batch.completion, oom.kills, stall.request.p99]
      compare: { baseline: { policies.oom-notifier: none }, minimize: [task.batch.completion] }
      until: 300 s
      """
    for (old, new) in changes {
      #expect(text.contains(old), "\(old) is not in the experiment")
      text = text.replacing(old, with: new)
    }
    return text
  }

  private func warnings(
    _ changes: [(String, String)], overrides: [String] = []
  ) throws -> String {
    let files = try TemporaryFiles([("burst.yaml", Self.text(changes))])
    let (experiment, faults) = files.experiment("burst.yaml", overrides: overrides)
    #expect(experiment != nil, "\(faults)")
    return faults
  }

  @Test func `an experiment that can show what it asks has no warning`() throws {
    #expect(try warnings([]) == "")
  }

  private static let axis = "policies.oom-notifier: [none, { use: wait-for-quota, pages: 512 }]"

  /// What is changed, where the warning stands, what it says, and what it suggests.
  private static let cases: [(String, [(String, String)], [String])] = [
    (
      "teardown forgotten", [(" teardown: lazy-shutdown,", "")],
      [
        "8:5: warning: 'policies.oom-notifier' changes nothing: no OOM notifier is ever asked",
        "the teardown of 'db' is 'sync-destroy', did you mean 'teardown: lazy-shutdown'?",
      ]
    ),
    (
      "protected forgotten", [(" protected: true,", "")],
      [
        "3:33: warning: 'lazy-shutdown' sets nothing aside of a guest that is not protected",
        "did you mean 'protected: true'?", "8:5: warning: 'policies.oom-notifier' changes nothing",
      ]
    ),
    (
      "teardown of a guest that stays",
      [
        (", stops: { at: 0 s }", ""), ("after: db.exit, delay: { uniform: [0 s, 5 s] }", "at: 0 s"),
      ],
      ["3:50: warning: 'teardown': the guest 'db' neither stops nor reboots"]
    ),
    (
      "a stop after the end", [("stops: { at: 0 s }", "stops: { at: 400 s }")],
      [
        "warning: 'stops': the guest 'db' goes at 400 s at the earliest, but the run is cut off at 5 min"
      ]
    ),
    (
      "a reboot after the end",
      [
        ("stops: { at: 0 s }", "reboots: { at: { uniform: [310 s, 400 s] } }"),
        ("lazy-shutdown", "lazy-reboot"),
      ], ["warning: 'reboots': the guest 'db' goes at 310 s at the earliest"]
    ),
    (
      "an end before the exit", [("until: 300 s", "until: 1 s")],
      ["warning: the task 'batch' never begins: it begins at 1.6 s at the earliest"]
    ),
    (
      "a start after the end",
      [("after: db.exit, delay: { uniform: [0 s, 5 s] }", "at: { uniform: [301 s, 400 s] }")],
      ["warning: the task 'batch' never begins: it begins at 301 s at the earliest"]
    ),
    (
      "a wait for more than there is",
      [
        (
          "after: db.exit, delay: { uniform: [0 s, 5 s] }",
          "when: host.free >= 100 GiB, after: db.exit"
        )
      ],
      [
        "the task 'batch' never begins: it waits for 100 GiB to be free, and there are never more than 96 GiB"
      ]
    ),
    (
      "more than the host", [("48 GiB", "4000 GiB")],
      ["the task 'batch' can never complete: it comes to hold 3.9 TiB, and the host has 96 GiB"]
    ),
    (
      "more than the time", [("rate: 4 GiB/s", "rate: 100 MiB/s")],
      ["the task 'batch' can never complete: it takes until 493 s at least"]
    ),
    (
      "milliseconds for microseconds", [("until:", "ultravisor: { destroy: 4.5 ms }\nuntil:")],
      [
        "the task 'batch' can never complete: it needs 15.8 GiB of secure pages, whose destruction takes"
      ]
    ),
    (
      "memory for all", [("48 GiB", "16 GiB")],
      [
        "no OOM notifier is ever asked, because memory cannot run short: at most 16.3 GiB are asked for"
      ]
    ),
    (
      "no task",
      [
        (
          "- { name: batch, starts: { after: db.exit, delay: { uniform: [0 s, 5 s] } }, "
            + "allocates: 48 GiB, rate: 4 GiB/s, measured: true }", "[]"
        ), ("[task.batch.completion, oom.kills, stall.request.p99]", "[oom.kills]"),
        ("minimize: [task.batch.completion]", "minimize: [oom.kills]"),
      ], ["no OOM notifier is ever asked, because there is no task that could run out of memory"]
    ),
    (
      "a class that never calls out_of_memory()", [("name: batch", "name: batch, class: nowait")],
      ["because no task is of the class 'kernel', and others never call out_of_memory()"]
    ),
    (
      "cleaners that there are not",
      [
        (axis, "policies.reclaim-throttle: [unpaced, { use: unpaced }]"),
        ("policies.oom-notifier: none", "policies.reclaim-throttle: unpaced"),
        (" teardown: lazy-shutdown,", ""),
      ],
      ["the value 'unpaced' stands twice"]
    ),
    (
      "a policy that nobody asks",
      [
        (" teardown: lazy-shutdown,", ""), (axis, "host.cpus: [4, 8]"),
        ("policies.oom-notifier: none", "host.cpus: 4"),
        ("until:", "policies: { oom-notifier: wait-for-quota }\nuntil:"),
      ],
      ["warning: 'oom-notifier' is never asked: no guest is shut down with pages set aside"]
    ),
    (
      "half of a grid",
      [(axis, axis + "\n    guests.db.teardown: [sync-destroy, lazy-shutdown]")],
      ["'policies.oom-notifier' changes nothing", "(at 2 of 4 points)"]
    ),
    (
      "no measured task",
      [
        (", measured: true", ""),
        ("minimize: [task.batch.completion]", "minimize: [stall.request.p99]"),
      ],
      [
        "'stall.request.p99' can never have a value: no task is measured, did you mean 'measured: true'?"
      ]
    ),
    (
      "downtime of a guest that stops",
      [("minimize: [task.batch.completion]", "minimize: [guest.db.downtime]")],
      ["11:66: warning: 'guest.db.downtime' can never have a value: the guest 'db' does not reboot"]
    ),
    (
      "a measure without a value", [("oom.kills, ", "guest.db.slowdown, ")],
      ["10:34: warning: 'guest.db.slowdown' can never have a value: the guest 'db' does not stay"]
    ),
    (
      "a requirement without a value",
      [("compare: {", "compare: { require: P(guest.db.ready > 1 s) <= 10 %,")],
      ["11:12: warning: 'guest.db.ready' can never have a value"]
    ),
    (
      "a rule without a value", [("repetitions: 30", "until: ci(guest.db.downtime) < 5 %")],
      ["9:3: warning: 'guest.db.downtime' can never have a value"]
    ),
    (
      "an aim that is always 0", [("minimize: [", "minimize: [zombie.peak, ")],
      ["'zombie.peak' is 0 in every run, so it shows nothing: no guest reboots lazily"]
    ),
    (
      "an aim that is none", [("minimize: [", "minimize: [notifier.calls, ")],
      ["'notifier.calls' is no aim: neither more nor less of it is better"]
    ),
    (
      "higher is better",
      [("minimize: [task.batch.completion]", "minimize: [task.batch.completed]")],
      ["'task.batch.completed' is better when it is higher: under 'minimize' it is maximized"]
    ),
    (
      "a margin of nothing", [("compare: {", "compare: { margins: { oom.kills: 1 % },")],
      ["'oom.kills' is not compared, so its margin has no effect"]
    ),
    (
      "a requirement upside down",
      [("compare: {", "compare: { require: P(oom.kills > 0) >= 99 %,")],
      ["'require' asks that 'oom.kills' is bad in many runs: lower is better, did you mean '<='?"]
    ),
    (
      "a requirement of nothing",
      [("compare: {", "compare: { require: P(oom.kills > 0) <= 100 %,")],
      ["'require' is fulfilled whatever the runs do"]
    ),
    (
      "a requirement that is always violated",
      [("compare: {", "compare: { require: P(oom.kills >= 0) <= 1 %,")],
      ["'require' is violated whatever the runs do"]
    ),
    (
      "the baseline removed",
      [("  repetitions: 30", "  where: policies.oom-notifier != none\n  repetitions: 30")],
      ["9:3: warning: 'where' removes the baseline: no point has policies.oom-notifier = none"]
    ),
    (
      "the baseline removed under some conditions",
      [
        (axis, axis + "\n    host.cpus: [4, 8]"),
        (
          "  repetitions: 30",
          "  where: policies.oom-notifier != none or host.cpus > 4\n  repetitions: 30"
        ),
      ], ["under 1 of 2 conditions no point has policies.oom-notifier = none"]
    ),
    (
      "the baseline alone", [("[none, { use: wait-for-quota, pages: 512 }]", "[none]")],
      ["'baseline': no other choice stands beside policies.oom-notifier = none"]
    ),
    (
      "costs as conditions", [(axis, axis + "\n    ultravisor.destroy: [4 us, 8 us]")],
      [
        "9:5: warning: 'ultravisor.destroy' varies what is assumed of costs, which nobody chooses",
        "did you mean 'outer: { sobol: 32, over: { ultravisor.destroy: … } }'?",
      ]
    ),
    (
      "costs by a name of one's own",
      [
        (axis, axis + "\n    assume.slow: [1, 2]"),
        ("until:", "assume: { slow: 1 }\ncosts: { fault: assume.slow * 1 us }\nuntil:"),
      ], ["'assume.slow' varies what is assumed of costs"]
    ),
    (
      "costs of a design",
      [
        (
          "  repetitions",
          "  latin-hypercube: { points: 4, over: { costs.fault: 0.5..2 us } }\n  repetitions"
        )
      ],
      ["'costs.fault' varies what is assumed of costs"]
    ),
    (
      "repetitions of what is not drawn",
      [
        ("delay: { uniform: [0 s, 5 s] }", "delay: 1 s"),
        ("tasks:", "mechanism: { tick-phase: zero }\ntasks:"),
      ],
      ["'repetitions': nothing is drawn, so each point is run once"]
    ),
    (
      "a load without vCPUs", [(axis, axis + "\n    guests.db.load: [50 %, 100 %]")],
      ["'guests.db.load' changes nothing: no run depends on it here: the guest has no vCPUs"]
    ),
    (
      "a boot that never comes", [(axis, axis + "\n    guests.db.after-boot.touch: [50 %, 100 %]")],
      [
        "'guests.db.after-boot.touch' changes nothing: no run depends on it here: the guest does not reboot"
      ]
    ),
    (
      "other random numbers",
      [
        (axis, axis + "\n    guests.db.image.stream: [1, 2]"),
        ("teardown:", "image: { extent: 512 pages, shared-64ths: 1 }, teardown:"),
      ], ["'guests.db.image.stream' chooses other random numbers, as each repetition does"]
    ),
  ]

  @Test(arguments: cases.indices)
  func `what cannot be shown is told`(index: Int) throws {
    let (name, changes, expected) = Self.cases[index]
    let found = try warnings(changes)
    for text in expected { #expect(found.contains(text), "\(name): \(found)") }
  }

  /// Nothing is wrong with these.
  private static let harmless: [[(String, String)]] = [
    [(axis, axis + "\n    host.cpus: [4, 8]")],
    [(axis, axis + "\n    tasks.batch.allocates: [16 GiB, 48 GiB]")],
    [(axis, axis + "\n    ultravisor.contention: [none, serial]")],
    [
      (
        "  repetitions",
        "  outer: { sobol: 4, over: { ultravisor.destroy: 1..10 us log } }\n  repetitions"
      )
    ],
    [("stops: { at: 0 s }", "stops: { at: { uniform: [0 s, 299 s] } }")],
    [("stops: { at: 0 s }", "stops: { at: { exponential: 200 s } }")],
    [("compare: {", "compare: { require: P(task.batch.completion < 60 s) >= 90 %,")],
    [("compare: {", "compare: { require: P(oom.kills > 0) <= 20 %,")],
    [("compare: {", "compare: { require: P(oom.kills == 0) >= 80 %,")],
    [
      ("until:", "ending: all-free\nuntil:"), ("rate: 4 GiB/s", "rate: 100 MiB/s"),
      ("[task.batch.completion, oom.kills, stall.request.p99]", "[oom.kills]"),
      ("minimize: [task.batch.completion]", "minimize: [oom.kills]"), ("48 GiB", "90 GiB"),
    ],
    [
      ("- { name: db", "- { name: web, memory: 1 GiB, vcpus: 2 }\n  - { name: db"),
      ("until:", "slowdown-window: 60 s\nuntil:"), ("oom.kills, ", "guest.web.slowdown, "),
    ],
    [
      (axis, "tasks.batch.rate: [2 GiB/s, 4 GiB/s]"),
      ("policies.oom-notifier: none", "tasks.batch.rate: 2 GiB/s"),
    ],
  ]

  @Test(arguments: harmless.indices)
  func `what can be shown is not warned of`(index: Int) throws {
    #expect(try warnings(Self.harmless[index]) == "")
  }

  @Test func `what the command line sets is not missing`() throws {
    #expect(try warnings([], overrides: ["policies.oom-notifier=none"]) == "")
  }
}
