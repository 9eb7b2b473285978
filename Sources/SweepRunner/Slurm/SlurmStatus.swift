// SPDX-License-Identifier: Apache-2.0

/// How far a submitted sweep has come.
public struct SlurmStatus: Sendable, Hashable {
  /// One part of the work: an element of the array, or the merge.
  public struct Part: Sendable, Hashable {
    /// The number of the element, from 1; nil for the merge.
    public let element: Int?
    /// The number of its last job; nil if it was never submitted.
    public let job: Int?
    /// What Slurm says of that job; nil where it has forgotten it, or could not be asked.
    public let state: SlurmJobState?
    /// What its results file holds.
    public let shard: SlurmShard

    /// Whether it is queued or running.
    public var isActive: Bool { state?.isActive ?? false }

    /// Whether its trials are all there, so that it need not be run again.
    public var isComplete: Bool { shard.isComplete }
  }

  /// The elements of the array, in order.
  public let elements: [Part]
  /// The merge.
  public let merge: Part
  /// Why Slurm could not be asked; nil if it answered.
  public let queueProblem: SlurmError?

  /// The elements whose trials are all there.
  public var complete: [Int] { numbers { $0.isComplete } }

  /// The elements that are queued or running.
  public var active: [Int] { numbers { $0.isActive } }

  /// The elements that lack trials and that nothing is working on: failed, killed, timed out, or never
  /// submitted.
  public var missing: [Int] { numbers { !$0.isComplete && !$0.isActive } }

  /// Puts together what is known of a submission.
  ///
  /// - Parameters:
  ///   - submission: what was submitted.
  ///   - queue: jobs that Slurm lists.
  ///   - account: jobs that its accounting lists, which may be older.
  ///   - queueProblem: why Slurm could not be asked.
  ///   - shards: what the results file of each element holds.
  ///   - output: what the merged file holds.
  init(
    _ submission: SlurmSubmission, queue: [SlurmJob], account: [SlurmJob],
    queueProblem: SlurmError? = nil, shards: [SlurmShard], output: SlurmShard
  ) {
    let elementScript = "\(submission.folder)/\(SlurmFolder.elementScript)"
    let mergeScript = "\(submission.folder)/\(SlurmFolder.mergeScript)"
    var known = submission
    // A submission that was killed before it could note its job is known by its script.
    for job in queue {
      if job.script == elementScript, let element = job.element,
        known.elements.contains(element)
      {
        known[jobOfElement: element] = max(known[jobOfElement: element] ?? 0, job.number)
      } else if job.script == mergeScript {
        known.mergeJob = max(known.mergeJob ?? 0, job.number)
      }
    }
    // The queue is newer, so it comes last and wins.
    var states: [JobName: SlurmJobState] = [:]
    for job in account + queue {
      states[JobName(number: job.number, element: job.element)] = job.state
    }
    func part(_ number: Int?, _ element: Int?, _ shard: SlurmShard) -> Part {
      let state = number.flatMap { states[JobName(number: $0, element: element)] }
      return Part(element: element, job: number, state: state, shard: shard)
    }
    elements = zip(known.elements, shards).map { part(known[jobOfElement: $0], $0, $1) }
    merge = part(known.mergeJob, nil, output)
    self.queueProblem = queueProblem
  }

  private func numbers(where isMeant: (Part) -> Bool) -> [Int] {
    elements.filter(isMeant).compactMap(\.element)
  }

  private struct JobName: Hashable {
    let number: Int
    let element: Int?
  }
}
