// SPDX-License-Identifier: Apache-2.0

/// The experiment that tests sweep over: its trials take some milliseconds.
public enum SampleExperiment {
  /// A host, a guest that stops, and a task that takes memory when it has gone.
  ///
  /// - Parameter allocates: what the task takes. 640 MiB are not free at once, so that in some trials it
  ///   meets the set-aside pages; 128 MiB always are.
  public static func scene(allocates: String = "640 MiB") -> String {
    """
    host: { memory: 1 GiB, cpus: 4, in-use: { kernel: 64 MiB } }
    guests:
      - { name: db, memory: 512 MiB, protected: true, teardown: lazy-shutdown, stops: { at: 0 s } }
    tasks:
      - { name: batch, starts: { after: db.exit, delay: { uniform: [0 s, 100 ms] } },
          allocates: \(allocates), rate: 4 GiB/s, measured: true }
    """
  }
}
