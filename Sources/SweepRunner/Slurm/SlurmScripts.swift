// SPDX-License-Identifier: Apache-2.0

/// The scripts that Slurm runs, and the arguments of the `sbatch` that submits them.
struct SlurmScripts: Sendable {
  private let submission: SlurmSubmission

  init(_ submission: SlurmSubmission) { self.submission = submission }

  /// Runs one element of the array.
  var element: String {
    let program = ShellWord(submission.program)
    var more = submission.repetitions.map { ["--repetitions", "\($0)"] } ?? []
    more += submission.limits
    return """
      #!/bin/bash
      # One shard of a sweep. Slurm starts it in this folder and says which shard it is.
      element="$SLURM_ARRAY_TASK_ID"
      \(program) sweep \(SlurmFolder.sources) --shard "$element/\(submission.elementCount)" \\
        --jobs "${SLURM_CPUS_PER_TASK:-1}" --output "\(SlurmFolder.shards)/$element.sqlite"\
      \(more.map { " \(ShellWord($0))" }.joined())
      status=$?
      # 1: a trial failed, which is a result to be merged like the others, or could not be kept.
      if [ "$status" = 1 ] && \(program) status . --element "$element"; then exit 0; fi
      exit "$status"

      """
  }

  /// Merges the shards.
  var merge: String {
    let shards = (1...submission.elementCount).map { " \\\n  \(SlurmFolder.shards)/\($0).sqlite" }
    return """
      #!/bin/bash
      # Makes one results file of the shards. Slurm starts it in this folder once all have ended well.
      exec \(ShellWord(submission.program)) merge --output \(ShellWord(submission.output))\
      \(shards.joined())

      """
  }

  /// What stands behind the elements of an array of which only some may run at once.
  private var throttle: String { submission.atOnce.map { "%\($0)" } ?? "" }

  /// The arguments that submit some elements.
  func elementArguments(_ elements: [Int]) -> [String] {
    arguments(
      job: submission.experiment, log: "element-%a.log",
      more: ["--array=\(ElementRanges(elements))\(throttle)"], script: SlurmFolder.elementScript)
  }

  /// The arguments that submit the merge, to run once other jobs have ended well.
  ///
  /// - Parameter jobs: numbers of jobs, or of elements such as `17_3`.
  func mergeArguments(after jobs: [String]) -> [String] {
    // Without --kill-on-invalid-dep a merge whose element failed would stay in the queue for ever.
    let dependency =
      jobs.isEmpty
      ? [] : ["--dependency=afterok:\(jobs.joined(separator: ":"))", "--kill-on-invalid-dep=yes"]
    return arguments(
      job: "\(submission.experiment)-merge", log: "merge.log", more: dependency,
      script: SlurmFolder.mergeScript)
  }

  private func arguments(job: String, log: String, more: [String], script: String) -> [String] {
    // In the name of a log, even in the folder's part of it, Slurm replaces what begins with %.
    let logs = "\(submission.folder)/\(SlurmFolder.logs)".replacing("%", with: "%%")
    // What the user wants stands behind what he may change, and before what he may not.
    return [
      "--job-name=\(job)", "--output=\(logs)/\(log)", "--open-mode=append", "--cpus-per-task=1",
    ] + submission.options + ["--parsable", "--chdir=\(submission.folder)"] + more
      + ["\(submission.folder)/\(script)"]
  }
}
