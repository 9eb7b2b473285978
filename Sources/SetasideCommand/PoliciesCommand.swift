// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import PolicyKit
internal import Reports
internal import TrialExecution

/// Lists the policies, or explains one.
struct PoliciesCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "policies",
    abstract: "Lists the policies, or explains one with its parameters.",
    discussion: """
        setaside policies
        setaside policies wait-for-quota
        setaside policies oom-notifier           those of one policy point
      """)

  @Argument(
    help: "A policy to explain.",
    completion: .custom { _, _, _ in CompletedPolicies.names })
  var name: String?

  @Flag(help: "Prints JSON with integers in stored units.")
  var json = false

  func execute(in session: Session) async throws(CommandFailure) {
    let all = session.catalogue.registrations
    let role = name.flatMap { PolicyRole(rawValue: $0) }
    let chosen = name.map { name in all.filter { $0.name == name || $0.role == role } } ?? all
    guard !chosen.isEmpty else {
      let word = name ?? ""
      let hint = Spelling.closest(to: word, in: all.map(\.name)).map { ", did you mean '\($0)'?" }
      throw CommandFailure(
        .badInput,
        "error: there is no policy '\(word)'"
          + (hint ?? "; there are " + all.map(\.name).joined(separator: ", ")))
    }
    if json {
      session.answer(JSONValue.array(chosen.map(Self.json)).lines)
    } else if name == nil || role != nil {
      session.answer(Self.list(chosen, width: session.width).joined(separator: "\n"))
    } else {
      let texts = chosen.map { Self.explanation($0, width: session.width).joined(separator: "\n") }
      session.answer(texts.joined(separator: "\n\n"))
    }
  }

  private static func list(_ all: [PolicyRegistration], width: Int) -> [String] {
    let column = all.map(\.name.count).max() ?? 0
    var lines: [String] = []
    for role in PolicyRole.allCases where all.contains(where: { $0.role == role }) {
      if !lines.isEmpty { lines.append("") }
      lines.append(role.rawValue)
      for policy in all where policy.role == role {
        let padding = String(repeating: " ", count: column - policy.name.count)
        lines += TextWrap.lines(
          policy.summary, width: width, first: "  \(policy.name)\(padding)  ",
          indent: String(repeating: " ", count: column + 4))
      }
    }
    return lines
  }

  private static func explanation(_ policy: PolicyRegistration, width: Int) -> [String] {
    var lines = ["\(policy.name) (\(policy.role.rawValue))", "  \(policy.summary)"]
    let paragraphs = policy.documentation.split(
      separator: "\n", omittingEmptySubsequences: false
    ).split { $0.allSatisfy(\.isWhitespace) }
    for paragraph in paragraphs {
      lines += [""]
      lines += TextWrap.lines(
        paragraph.joined(separator: " "), width: width, first: "  ", indent: "  ")
    }
    lines += ["", policy.parameters.isEmpty ? "  It has no parameters." : "  Parameters"]
    for parameter in policy.parameters {
      lines.append(
        "    \(parameter.name): \(parameter.text(parameter.defaultValue)) by default, "
          + "of \(parameter.rangeText)")
      lines += TextWrap.lines(parameter.help, width: width, first: "      ", indent: "      ")
    }
    if !policy.identity.isEmpty { lines += ["", "  Identity in results: \(policy.identity)"] }
    return lines
  }

  private static func json(_ policy: PolicyRegistration) -> JSONValue {
    .object([
      ("role", .text(policy.role.rawValue)), ("name", .text(policy.name)),
      ("summary", .text(policy.summary)), ("identity", .text(policy.identity)),
      (
        "parameters",
        .array(
          policy.parameters.map { parameter in
            .object([
              ("name", .text(parameter.name)), ("help", .text(parameter.help)),
              ("default", .text(parameter.text(parameter.defaultValue))),
              ("range", .text(parameter.rangeText)),
            ])
          })
      ),
    ])
  }
}
