// SPDX-License-Identifier: Apache-2.0

/// What the runner says to a worker.
enum RunnerMessage: Hashable {
  /// The encoded `ExperimentSources` whose trials follow, how many bytes they may take, and a
  /// metric whose values the runner wants to see, or none (empty); said once, first. A worker reads no
  /// file, so an edit while a sweep runs does not matter.
  case hello(sources: String, memoryLimit: Int64, watched: String)
  /// The key of a point's trial with this seed; said before its first job, so that no worker runs
  /// another experiment than the runner planned.
  case point(Int, seed: UInt64, key: String)
  /// Trials to run, in this order.
  case jobs([WorkerJob])

  private enum Kind: UInt8 { case hello = 1, point, jobs }

  /// The message in bytes.
  var encoded: [UInt8] {
    var writer = ByteWriter()
    switch self {
    case .hello(let sources, let memoryLimit, let watched):
      writer.write(Kind.hello.rawValue)
      writer.write(sources)
      writer.write(memoryLimit)
      writer.write(watched)
    case .point(let point, let seed, let key):
      writer.write(Kind.point.rawValue)
      writer.write(count: point)
      writer.write(seed)
      writer.write(key)
    case .jobs(let jobs):
      writer.write(Kind.jobs.rawValue)
      writer.write(count: jobs.count)
      for job in jobs {
        writer.write(count: job.ordinal)
        writer.write(count: job.point)
        writer.write(job.seed)
      }
    }
    return writer.bytes
  }

  /// Reads a message.
  init(_ bytes: ArraySlice<UInt8>) throws(WireFault) {
    var reader = ByteReader(bytes)
    switch Kind(rawValue: try reader.byte()) {
    case .hello:
      self = .hello(
        sources: try reader.text(), memoryLimit: try reader.signed(),
        watched: try reader.text())
    case .point:
      self = .point(
        try reader.count(below: .max), seed: try reader.unsigned(), key: try reader.text())
    case .jobs:
      var jobs: [WorkerJob] = []
      for _ in 0..<(try reader.length()) {
        jobs.append(
          WorkerJob(
            ordinal: try reader.count(below: .max), point: try reader.count(below: .max),
            seed: try reader.unsigned()))
      }
      self = .jobs(jobs)
    case nil: throw WireFault("expected a message of the runner")
    }
    try reader.finish()
  }
}
