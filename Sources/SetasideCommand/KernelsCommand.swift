// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostConfiguration

/// Lists what each kernel generation decides.
struct KernelsCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract:
      "Lists what each kernel generation decides, from which function, and how that is known.",
    discussion: """
      An experiment names its kernel by 'kernel: 6.1.192'; each value can still be set. The answer is \
      Markdown, and stands in Documentation/Model.md too.

        setaside kernels
        setaside run experiments/demo.yaml -s kernel=6.1.192
      """)

  func execute(in session: Session) async throws(CommandFailure) {
    session.answer(String(KernelRule.document.dropLast()))
  }
}
