// SPDX-License-Identifier: Apache-2.0

/// A first experiment, with comments that lead through a file.
///
/// It asks a question that has a clear answer in a few seconds, with policies of this package.
enum FirstExperiment {
  /// The file.
  ///
  /// - Parameter file: how the file is named on the command line, for the commands in it.
  static func text(file: String) -> String {
    """
    # A first experiment. It can be run as it is, and changed key by key:
    #
    #   setaside check \(file)     every fault of the file; runs nothing
    #   setaside run \(file)       one trial: what happened, and every metric
    #   setaside sweep \(file)     all trials, and which policy is better
    #   setaside keys guests       what a key means, its unit, range and default
    # Quantities have units: 64 GiB, 4.5 us, 4 GiB/s, 20 %. Any of them can be an expression.

    setaside: 1                       # the version of this format
    description: >
      A 4 GiB secure guest is shut down, and a batch job then allocates faster than the guest's memory
      becomes free. Which OOM-notifier policy keeps the job alive, and with which is it done first?

    # The machine. 'memory' is the only key that must be there.
    host:
      memory: 6 GiB
      cpus: 4
      in-use: { kernel: 256 MiB, anon: 512 MiB }   # of nobody that this file names
      page-cache: { clean: 256 MiB }              # what reclaim can drop

    # What Ultravisor calls cost for one page. No figure is public: these are assumptions.
    ultravisor: { destroy: 4.5 us, export: 9 us }

    # The VMs. This one is protected, so that each of its pages needs a slow call before the host may
    # have it again. 'lazy-shutdown' does these calls in the background, after its exit.
    guests:
      - name: db
        memory: 4 GiB
        protected: true
        teardown: lazy-shutdown                   # or sync-destroy: all of it before the exit
        stops: { at: 0 s }

    # The programs on the host.
    tasks:
      - name: batch
        starts: { after: db.exit, delay: { uniform: [0 s, 1 s] } }    # drawn: the seed decides
        allocates: 3 GiB
        size-jitter: 20 %                         # drawn too
        rate: 4 GiB/s
        threads: 4
        measured: true                            # its stalls are metrics

    # What decides at the three policy points. 'setaside policies' lists all that there are. The
    # notifier is not here, because the sweep varies it.
    policies:
      allocation-failure: convert-one             # what the kernel patch does

    # Which values meet. Every value of every path of a grid meets every other; each such point is
    # run once for each seed, and seed 1 is the same for all points.
    sweep:
      grid:
        policies.oom-notifier:
          - none                                  # as mainline Linux: the OOM killer comes at once
          - { use: wait-for-quota, pages: 256 }   # waits until the cleaner has freed so much
          - drain                                 # waits until everything is freed
      repetitions: 30

    # What the reports show ('setaside metrics' explains each), and by what they judge.
    measure: [task.batch.completion, oom.kills, stall.request.p99]
    compare:
      baseline: { policies.oom-notifier: none }   # what all others are compared with
      require: "P(oom.kills > 0) <= 20 %"         # who kills more often is out
      minimize: [task.batch.completion]           # of the others, the least of this is best

    until: 20 s                       # when a run is cut off

    """
  }
}
