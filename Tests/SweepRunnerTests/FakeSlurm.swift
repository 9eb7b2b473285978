// SPDX-License-Identifier: Apache-2.0

import ExperimentFiles
import Foundation
import HostConfiguration
import ResultStore

@testable import SweepRunner

/// Programs with the names of Slurm's, which note how they were called and answer from files, and a
/// submission that reaches them.
final class FakeSlurm {
  let small: SmallExperiment
  /// The folder of the submission, whose name no careless script survives.
  let folder: SlurmFolder
  let schedule: SweepSchedule
  private let programs: URL
  private let elementCount: Int

  init(elements: Int = 3) throws {
    elementCount = elements
    small = try SmallExperiment()
    schedule = try small.schedule(repetitions: 1)
    folder = SlurmFolder(small.folder.appending(path: "it's 100 %a \"folder\"").path)
    programs = small.folder.appending(path: "bin")
    try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
    try folder.create()
    try folder.writeSources(small.experiment.sources.encoded())
    let note = #"for word; do printf '%s\n' "$word"; done >>calls; echo . >>calls"#
    // The numbers of jobs are 101, 102 and so on.
    try program(
      "sbatch", "echo sbatch >>calls; \(note); n=$(grep -c '^sbatch$' calls); echo $((100 + n))")
    try program("squeue", "cat queue 2>/dev/null || true")
    try program("scancel", "echo scancel >>calls; \(note)")
  }

  /// Makes a program, which runs in the folder of programs.
  func program(_ name: String, _ script: String) throws {
    let file = programs.appending(path: name)
    let text = "#!/bin/bash\ncd '\(programs.path)' || exit 9\n\(script)\n"
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(at: programs.appending(path: name))
  }

  /// Where the client looks for commands; without the fakes when there is no Slurm.
  var client: SlurmClient { SlurmClient(searchPath: "\(programs.path):/usr/bin:/bin") }

  func submission(options: [String] = []) -> SlurmSubmission {
    SlurmSubmission(
      experiment: "small", engine: "test", folder: folder.path,
      output: small.folder.appending(path: "out put.sqlite").path, elementCount: elementCount,
      repetitions: 1, program: "/opt/it's here/setaside", options: options)
  }

  /// The sweep as a new process sees it: from the manifest if there is one.
  func sweep(options: [String] = []) throws -> SlurmSweep {
    let submission =
      folder.holdsSubmission ? try folder.readSubmission() : submission(options: options)
    return SlurmSweep(submission, schedule: schedule, client: client)
  }

  /// What squeue lists from now on: identifier, state, reason and script.
  func list(_ jobs: [(job: String, state: String, reason: String, script: String)]) throws {
    let lines = jobs.map { "\($0.job)|\($0.state)|\($0.reason)|\(folder.path)/\($0.script)\n" }
    try Data(lines.joined().utf8).write(to: programs.appending(path: "queue"))
  }

  /// The calls of sbatch and scancel since the last time, each with its arguments.
  func takeCalls() throws -> [[String]] {
    let file = programs.appending(path: "calls")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    // The count of jobs goes on.
    let old = programs.appending(path: "old-calls")
    let seen = (try? String(contentsOf: old, encoding: .utf8)) ?? ""
    try Data(text.utf8).write(to: old)
    return text.dropFirst(seen.count).split(separator: "\n.\n").map { call in
      call.split(separator: "\n").map(String.init)
    }
  }

  /// Keeps trials of a shard, as its element would have.
  func keep(_ element: Int, lacking: Int = 0, failed: Int = 0) throws {
    let keys = schedule.shardKeys(count: elementCount)[element - 1].dropLast(lacking)
    let store = try ResultStore.open(
      path: folder.shard(ofElement: element), experiment: "small",
      provenance: RunProvenance(
        engineVersion: "test", commandLine: "", host: "", started: "", experimentText: ""))
    let jobs = schedule.jobs.filter { keys.contains($0.key) }
    _ = try store.plan(
      points: schedule.points.map(\.record), trials: jobs.flatMap(\.places))
    _ = try store.append(
      jobs.enumerated().map { index, job in
        TrialRecord(
          place: job.places[0], seed: job.seed,
          outcome: index < failed ? .failed("it crashed") : .ended(.done),
          digest: index < failed ? nil : "00", simulatedEndNanoseconds: index < failed ? nil : 1,
          wallNanoseconds: 1, policyIdentity: "", metrics: [])
      })
    try store.close()
  }
}
