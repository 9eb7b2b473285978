// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// A command that needs the policies: they are passed in, never a global.
protocol SetasideSubcommand: ParsableCommand {
  /// Does what was asked.
  func execute(in session: Session) async throws(CommandFailure)
}
