// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
public import PolicyKit

/// Runs the command line and ends the process.
///
/// A package with policies of its own calls it with `allPolicies + [.init(MyPolicy.self)]`.
///
/// - Parameters:
///   - policies: the policies that experiments choose from; names are unique in each role.
///   - commit: the commit that the program was built from, kept with results; nil if unknown.
public func runSetaside(policies: [PolicyRegistration], commit: String? = nil) async -> Never {
  StandardStream.settle()
  let session = Session(catalogue: PolicyCatalogue(policies), commit: commit)
  let status = await status(of: Array(CommandLine.arguments.dropFirst()), in: session)
  // Who reads the answer must not take a part of it for the whole.
  let isWritten = session.finish()
  exit(isWritten || status != ExitStatus.success.rawValue ? status : ExitStatus.failure.rawValue)
}

/// Runs a command line and returns the status that the process should end with.
private func status(of arguments: [String], in session: Session) async -> Int32 {
  do {
    try SetasideRoot.checkName(arguments.first)
    if arguments.first == "help" { try SetasideRoot.checkName(arguments.dropFirst().first) }
    let words = try CommandWords.read(arguments)
    var command = try CompletedPolicies.$names.withValue(
      session.catalogue.registrations.map(\.name)
    ) { try SetasideRoot.parseAsRoot(words) }
    if let subcommand = command as? any SetasideSubcommand {
      try await subcommand.execute(in: session)
    } else {
      // The parser's own commands and groups of commands answer with a help text, which they throw.
      try command.run()
    }
    return ExitStatus.success.rawValue
  } catch let failure as CommandFailure {
    if !failure.message.isEmpty { session.tell(failure.message) }
    return failure.status
  } catch {
    let text = SetasideRoot.fullMessage(for: error)
    // Help and the version that somebody asked for are answers.
    if SetasideRoot.exitCode(for: error).isSuccess {
      session.answer(text)
      return ExitStatus.success.rawValue
    }
    session.tell(text)
    return ExitStatus.badInput.rawValue
  }
}
