// SPDX-License-Identifier: Apache-2.0

/// A sweep that Slurm runs, one element of a job array for each shard.
public struct SlurmSweep: Sendable {
  /// The folder with everything that the jobs need.
  public let folder: SlurmFolder
  /// What was, or is to be, submitted.
  public private(set) var submission: SlurmSubmission

  private let shardKeys: [[String]]
  private let client: SlurmClient

  /// Describes a sweep.
  ///
  /// - Parameters:
  ///   - submission: what is to be submitted, or was.
  ///   - schedule: the trials that the experiment in the folder consists of.
  ///   - client: how Slurm is reached.
  public init(
    _ submission: SlurmSubmission, schedule: SweepSchedule, client: SlurmClient = SlurmClient()
  ) {
    self.submission = submission
    self.client = client
    folder = SlurmFolder(submission.folder)
    shardKeys = schedule.shardKeys(count: submission.elementCount)
  }

  /// What the results file of an element holds, whatever Slurm says.
  ///
  /// - Precondition: `element` is in `1...submission.elementCount`.
  public func shard(ofElement element: Int) -> SlurmShard {
    SlurmShard(path: folder.shard(ofElement: element), keys: shardKeys[element - 1])
  }

  /// How far the sweep has come.
  ///
  /// Asks `squeue`, then the accounting about what the queue has forgotten, then the results files;
  /// where Slurm does not answer, the files alone.
  public func status() async -> SlurmStatus {
    var queue: [SlurmJob] = []
    var problem: SlurmError?
    do throws(SlurmError) {
      queue = try await client.queue()
    } catch {
      problem = error
    }
    let listed = Set(queue.map(\.number))
    let forgotten = submission.jobNumbers.filter { !listed.contains($0) }
    let account = await client.account(of: forgotten)
    return SlurmStatus(
      submission, queue: queue, account: account, queueProblem: problem,
      shards: submission.elements.map { shard(ofElement: $0) },
      output: SlurmShard(path: submission.output, keys: shardKeys.flatMap { $0 }))
  }

  /// Writes the scripts and the manifest.
  public func write() throws(SlurmError) {
    let scripts = SlurmScripts(submission)
    try folder.write(scripts.element, to: SlurmFolder.elementScript)
    try folder.write(scripts.merge, to: SlurmFolder.mergeScript)
    try folder.write(submission)
  }

  /// The commands that would be run now, as a person would type them.
  public func commands(for resubmission: SlurmResubmission) -> [String] {
    let scripts = SlurmScripts(submission)
    var commands: [[String]] = []
    if let stale = resubmission.staleMerge { commands.append(["scancel", "\(stale)"]) }
    var awaited = resubmission.activeJobs
    if !resubmission.elements.isEmpty {
      commands.append(["sbatch"] + scripts.elementArguments(resubmission.elements))
      awaited.insert("JOB", at: 0)
    }
    if resubmission.needsMerge {
      commands.append(["sbatch"] + scripts.mergeArguments(after: awaited))
    }
    return commands.map { $0.map { ShellWord($0).description }.joined(separator: " ") }
  }

  /// Finds out what has to be submitted.
  ///
  /// - Parameter isFirst: whether Slurm cannot know of any job yet, so that it need not answer.
  /// - Throws: what kept Slurm from answering: submitting blindly might run an element twice.
  public func resubmission(isFirst: Bool = false) async throws(SlurmError) -> SlurmResubmission {
    let status = await status()
    if let problem = status.queueProblem, !isFirst { throw problem }
    return SlurmResubmission(status)
  }

  /// Submits what has to be submitted, and notes each job as soon as Slurm has it.
  ///
  /// Only elements that are not complete and that nothing works on are submitted again, and the merge
  /// waits for them and for those that are still at work. A merge that waited for a failed element is
  /// cancelled first.
  ///
  /// - Returns: what was submitted; the numbers of the jobs are in ``submission``.
  /// - Throws: `SlurmError`; what was submitted before stays, and the next call sees it.
  public mutating func submit() async throws(SlurmError) -> SlurmResubmission {
    let lock = try SlurmFolderLock(folder)
    defer { _ = lock }
    // Before Slurm is asked: where it is missing, the folder can be taken to where it is not.
    try write()
    let resubmission = try await resubmission()
    if let stale = resubmission.staleMerge { try await client.cancel(stale) }
    let scripts = SlurmScripts(submission)
    var awaited = resubmission.activeJobs
    if !resubmission.elements.isEmpty {
      let job = try await client.submit(scripts.elementArguments(resubmission.elements))
      for element in resubmission.elements { submission[jobOfElement: element] = job }
      try folder.write(submission)
      awaited.insert("\(job)", at: 0)
    }
    if resubmission.needsMerge {
      submission.mergeJob = try await client.submit(scripts.mergeArguments(after: awaited))
      try folder.write(submission)
    }
    return resubmission
  }

  /// The job of the elements that were submitted last, and that of the merge.
  public func jobs(of resubmission: SlurmResubmission) -> (elements: Int?, merge: Int?) {
    (resubmission.elements.first.flatMap { submission[jobOfElement: $0] }, submission.mergeJob)
  }
}
