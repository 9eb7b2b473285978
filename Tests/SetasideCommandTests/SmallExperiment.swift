/// An experiment whose trials take some milliseconds.
enum SmallExperiment {
  static let text = """
    setaside: 1
    description: Does a small job survive?
    host: { memory: 1 GiB, cpus: 4, in-use: { kernel: 64 MiB } }
    guests:
      - { name: db, memory: 512 MiB, protected: true, teardown: lazy-shutdown, stops: { at: 0 s } }
    tasks:
      - { name: batch, starts: { after: db.exit, delay: { uniform: [0 s, 100 ms] } },
          allocates: 640 MiB, rate: 4 GiB/s, measured: true }
    sweep:
      grid:
        policies.oom-notifier: [none, { use: wait-for-quota, pages: 256 }]
      repetitions: 6
      seed: 7
    measure: [task.batch.completion, oom.kills]
    compare:
      baseline: { policies.oom-notifier: none }
      minimize: [task.batch.completion]
      require: "P(oom.kills > 0) <= 1 %"
    until: 30 s

    """
}
