// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import TrialExecution

/// Prints the format of experiments for editors.
struct SchemaCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints a JSON Schema of experiments, with which editors complete and check keys.",
    discussion: """
      It has every key and every policy of this program, with help, ranges and defaults. An editor \
      that speaks YAML's language server finds it by a first line in the experiment:

        setaside schema > experiment.schema.json
        # yaml-language-server: $schema=experiment.schema.json

      'setaside check' knows more: units, expressions, and what does not fit together.
      """)

  func execute(in session: Session) async throws(CommandFailure) {
    session.answer(ExperimentJSONSchema(session.catalogue).json.lines)
  }
}
