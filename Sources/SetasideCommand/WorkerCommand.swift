// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import SweepRunner

/// Runs trials for a sweep; started by the sweep itself, never by a person.
struct WorkerCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Runs trials for 'sweep', which starts it.",
    shouldDisplay: false)

  func execute(in session: Session) async throws(CommandFailure) {
    guard var worker = TrialWorker(catalogue: session.catalogue) else {
      throw CommandFailure(.badInput, "error: 'worker' is started by 'sweep', not by hand")
    }
    worker.run()
  }
}
