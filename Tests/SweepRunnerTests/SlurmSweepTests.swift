// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SweepRunner

@Suite struct SlurmSweepTests {
  @Test(arguments: [1, 2, 4, 6, 7, 48])
  func `expects of each element what its shard runs`(count: Int) throws {
    let small = try SmallExperiment()
    let expected = try (1...count).map { number in
      try SweepSchedule(
        small.experiment, catalogue: SmallExperiment.catalogue, shard: SweepShard(number, of: count)
      ).keys
    }
    #expect(try small.schedule().shardKeys(count: count) == expected)
  }

  @Test func `submits an array and a merge that waits for it`() async throws {
    let slurm = try FakeSlurm()
    var sweep = try slurm.sweep(options: ["--partition=short", "--mem", "2G"])
    let done = try await sweep.submit()
    #expect(done.elements == [1, 2, 3])
    let folder = slurm.folder.path
    let log = folder.replacing("%", with: "%%")
    let options = ["--open-mode=append", "--cpus-per-task=1", "--partition=short", "--mem", "2G"]
    #expect(
      try slurm.takeCalls() == [
        ["sbatch", "--job-name=small", "--output=\(log)/logs/element-%a.log"] + options
          + ["--parsable", "--chdir=\(folder)", "--array=1-3", "\(folder)/element.sh"],
        ["sbatch", "--job-name=small-merge", "--output=\(log)/logs/merge.log"] + options
          + [
            "--parsable", "--chdir=\(folder)", "--dependency=afterok:101",
            "--kill-on-invalid-dep=yes", "\(folder)/merge.sh",
          ],
      ])
    let kept = try slurm.folder.readSubmission()
    #expect((1...3).map { kept[jobOfElement: $0] } == [101, 101, 101])
    #expect(kept.mergeJob == 102)
  }

  @Test func `submits again what is not complete and nothing else`() async throws {
    let slurm = try FakeSlurm(elements: 4)
    var sweep = try slurm.sweep()
    _ = try await sweep.submit()
    _ = try slurm.takeCalls()
    try slurm.keep(1)
    try slurm.keep(2, lacking: 1)
    // Slurm calls it well, but its file lacks a trial.
    try slurm.list([
      ("101_1", "COMPLETED", "None", "element.sh"), ("101_2", "COMPLETED", "None", "element.sh"),
      ("101_3", "FAILED", "NonZeroExitCode", "element.sh"),
      ("101_4", "RUNNING", "None", "element.sh"),
      ("102", "PENDING", "DependencyNeverSatisfied", "merge.sh"),
    ])
    var again = try slurm.sweep()
    let done = try await again.submit()
    #expect(done.complete == [1])
    #expect(done.active == [4])
    #expect(done.elements == [2, 3])
    #expect(done.staleMerge == 102)
    let calls = try slurm.takeCalls()
    #expect(calls.map(\.first) == ["scancel", "sbatch", "sbatch"])
    #expect(calls[0].last == "102")
    #expect(calls[1].contains("--array=2-3"))
    // It waits for the element that still runs, not for the array that it came from.
    #expect(calls[2].contains("--dependency=afterok:103:101_4"))
    let kept = try slurm.folder.readSubmission()
    #expect((1...4).map { kept[jobOfElement: $0] } == [101, 103, 103, 101])
    #expect(kept.mergeJob == 104)
  }

  @Test func `does nothing while all is on its way`() async throws {
    let slurm = try FakeSlurm(elements: 2)
    var sweep = try slurm.sweep()
    _ = try await sweep.submit()
    _ = try slurm.takeCalls()
    try slurm.list([
      ("101_1", "RUNNING", "None", "element.sh"), ("101_2", "PENDING", "Resources", "element.sh"),
      ("102", "PENDING", "Dependency", "merge.sh"),
    ])
    var again = try slurm.sweep()
    #expect(try await again.submit().isEmpty)
    #expect(try slurm.takeCalls().isEmpty)
  }

  @Test func `a merge alone is submitted when all shards are there`() async throws {
    let slurm = try FakeSlurm(elements: 2)
    for element in 1...2 { try slurm.keep(element, failed: element - 1) }
    var sweep = try slurm.sweep()
    let done = try await sweep.submit()
    #expect(done.elements.isEmpty)
    let calls = try slurm.takeCalls()
    #expect(calls.count == 1)
    #expect(calls.first?.contains { $0.hasPrefix("--dependency") } == false)
    #expect(await sweep.status().elements.map(\.shard.failed) == [0, 1])
  }

  @Test func `finds jobs that a killed submission could not note`() async throws {
    let slurm = try FakeSlurm(elements: 2)
    let sweep = try slurm.sweep()
    try sweep.write()
    try slurm.list([
      ("55_1", "RUNNING", "None", "element.sh"), ("55_2", "PENDING", "Priority", "element.sh"),
      ("56_1", "RUNNING", "None", "somebody-elses.sh"),
    ])
    let status = await sweep.status()
    #expect(status.elements.map(\.job) == [55, 55])
    #expect(status.active == [1, 2])
    var again = try slurm.sweep()
    let done = try await again.submit()
    #expect(done.elements.isEmpty && done.needsMerge)
    #expect(try slurm.takeCalls().first?.contains("--dependency=afterok:55_1:55_2") == true)
  }

  @Test func `asks the accounting about what the queue has forgotten`() async throws {
    let slurm = try FakeSlurm(elements: 2)
    var sweep = try slurm.sweep()
    _ = try await sweep.submit()
    #expect(await sweep.status().elements.map(\.state) == [nil, nil])
    try slurm.program(
      "sacct", #"[[ "$*" = *--jobs=101,102* ]] && printf '101_1|TIMEOUT\n101_2|CANCELLED by 7\n'"#)
    let status = await sweep.status()
    #expect(status.elements.map(\.state?.text) == ["TIMEOUT", "CANCELLED"])
    #expect(status.missing == [1, 2])
  }

  @Test func `without Slurm the files still speak, and nothing is submitted`() async throws {
    let slurm = try FakeSlurm(elements: 2)
    var sweep = try slurm.sweep()
    _ = try await sweep.submit()
    _ = try slurm.takeCalls()
    try slurm.keep(2)
    try slurm.program("squeue", "echo 'slurm_load_jobs error: no controller' >&2; exit 1")
    let status = await sweep.status()
    #expect(status.complete == [2])
    let problem = SlurmError.commandFailed(
      name: "squeue", reason: "slurm_load_jobs error: no controller")
    #expect(status.queueProblem == problem)
    await #expect(throws: problem) { _ = try await sweep.submit() }
    try slurm.remove("squeue")
    await #expect(throws: SlurmError.self) { _ = try await sweep.submit() }
    #expect(try slurm.takeCalls().isEmpty)
  }

  @Test func `says what sbatch answered when that is no number`() async throws {
    let slurm = try FakeSlurm()
    try slurm.program("sbatch", "echo Submitted")
    var sweep = try slurm.sweep()
    await #expect(
      throws: SlurmError.commandFailed(
        name: "sbatch", reason: "expected the number of a job, found 'Submitted'")
    ) { _ = try await sweep.submit() }
    try slurm.program("sbatch", "echo '17;other-cluster'")
    #expect(try await sweep.submit().elements == [1, 2, 3])
    #expect(sweep.submission[jobOfElement: 1] == 17)
  }

  @Test func `one submission at a time`() async throws {
    let slurm = try FakeSlurm()
    var sweep = try slurm.sweep()
    let lock = try SlurmFolderLock(slurm.folder)
    await #expect(throws: SlurmError.busy(path: slurm.folder.path)) {
      _ = try await sweep.submit()
    }
    _ = consume lock
    #expect(try await sweep.submit().elements.count == 3)
  }
}
