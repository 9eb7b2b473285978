// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Reports

/// How the parts of a line look on a terminal.
enum LineStyling {
  /// Whether an answer is to be coloured: on a terminal, unless NO_COLOR is set or the terminal is a dumb one.
  ///
  /// Source: no-color.org: NO_COLOR counts where it is not empty, whatever its value.
  ///
  /// - Parameters:
  ///   - isTerminal: whether the answer goes to a terminal.
  ///   - environment: the variables of the process.
  static func isWanted(isTerminal: Bool, environment: [String: String]) -> Bool {
    isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  /// The line with the codes of ECMA-48 around each part that is not plain; what its text has of such codes is
  /// shown, not sent.
  static func coloured(_ line: StyledLine) -> String {
    line.parts.map { part in
      let text = ShownText.escaped(part.text, keepsLines: true)
      return code(part.style).map { "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text
    }.joined()
  }

  private static func code(_ style: StyledLine.Style) -> String? {
    switch style {
    case .plain: nil
    case .heading: "1"
    case .good: "32"
    case .bad: "31"
    case .caution: "33"
    case .faint: "2"
    }
  }
}
