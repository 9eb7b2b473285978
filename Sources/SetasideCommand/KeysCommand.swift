// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import PolicyKit
internal import Reports

/// Explains the keys of experiments.
struct KeysCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Explains every key of an experiment, or a part of them.",
    discussion: """
      Of each key: what it means, what its value is, in which units and range, what holds without it, \
      and an example.

        setaside keys                 all of them
        setaside keys sweep           a block
        setaside keys host.memory     one key
        setaside keys memory          every key of this name
        setaside keys range           how a range of a sweep is written; 'drawn': a drawn value

      Exit status: 0, or 2 if there is no such key; then it says what is meant, or not modelled.
      """)

  @Argument(
    help: "A key: its path, or its name alone.",
    completion: .custom { _, _, _ in KnownKey.all.map(\.path) })
  var name: String?

  @Flag(help: "Prints Documentation/Experiments.md.")
  var markdown = false

  func validate() throws {
    guard markdown, name != nil else { return }
    throw ValidationError("'--markdown' prints all keys; leave the name out")
  }

  func execute(in session: Session) async throws(CommandFailure) {
    guard !markdown else {
      session.answer(ExperimentReference.markdown)
      return
    }
    guard let name else {
      session.answer(text(of: KnownKey.all, in: session))
      return
    }
    let chosen = KnownKey.named(name)
    guard !chosen.isEmpty else { throw CommandFailure(.badInput, Self.fault(name)) }
    session.answer(text(of: chosen.flatMap(\.withInner), in: session))
  }

  private func text(of keys: [KnownKey], in session: Session) -> String {
    // One name can lead to a block and to a key inside it.
    var shown: Set<String> = []
    let texts = keys.filter { shown.insert($0.path).inserted }.map { key in
      Self.lines(key, session).joined(separator: "\n")
    }
    return texts.joined(separator: "\n\n")
  }

  private static func lines(_ key: KnownKey, _ session: Session) -> [String] {
    func paragraph(_ text: String) -> [String] {
      TextWrap.lines(text, width: session.width, first: "    ", indent: "    ")
    }
    var value = key.description.form.typeText
    if case .policy(let role) = key.description.form, let role = PolicyRole(rawValue: role) {
      value +=
        "; there are \(session.catalogue.names(of: role).joined(separator: ", ")), with parameters "
        + "that 'setaside policies NAME' explains"
    }
    let rule =
      key.description.isRequired
      ? "; required" : key.description.defaultText.map { "; \($0) by default" } ?? ""
    return [key.path] + paragraph(key.description.help) + paragraph("Value: \(value)\(rule)")
      + paragraph("Example: \(key.description.example)")
  }

  /// Why there is nothing to explain.
  private static func fault(_ name: String) -> String {
    let fault = "error: there is no key '\(name)'"
    if let thing = NotModelled.named(name) { return "\(fault): \(thing.sentence)" }
    if let meant = KnownKey.suggestion(for: name) { return "\(fault), did you mean '\(meant)'?" }
    let mentions = KnownKey.mentioning(name).map(\.path)
    guard mentions.isEmpty else {
      return "\(fault); these speak of it: \(mentions.joined(separator: ", "))"
    }
    let top = ExperimentSchema.keys.map(\.name).joined(separator: ", ")
    return "\(fault); at the top of a file there are \(top)"
  }
}
