// SPDX-License-Identifier: Apache-2.0

/// A Swift file of `policies/` and what it declares.
struct PolicySource {
  /// A type or an extension that the file declares.
  struct Declaration: Hashable {
    /// The name of the type.
    let name: String
    /// The roles that it conforms to, by protocol name.
    let roles: [String]
    /// Where the name stands.
    let position: SourcePosition
    /// The documentation comment above it.
    let documentation: String
    /// Whether it adds to a type instead of declaring it.
    let isExtension: Bool
  }

  /// The protocols of the roles, in the order of the catalogue.
  static let roles = ["AllocationFailurePolicy", "OOMNotifierPolicy", "ReclaimThrottlePolicy"]

  /// The path of the file.
  let path: String
  /// All of its text.
  let text: String
  /// What it declares, in order.
  let declarations: [Declaration]

  /// Reads the declarations of a file.
  init(path: String, text: String) {
    self.path = path
    self.text = text
    var lexer = SourceLexer(text)
    declarations = Self.declarations(in: lexer.tokens(), documentedBy: text)
  }

  /// The name of the file without its folder and extension.
  var baseName: String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".swift") ? String(file.dropLast(".swift".count)) : file
  }

  /// Whether the name of the file promises a policy.
  var isNamedLikePolicy: Bool { baseName.hasSuffix("Policy") }

  /// What the file makes a policy of.
  var conformances: [Declaration] { declarations.filter { !$0.roles.isEmpty } }

  /// The documentation of a type that is declared here; empty when there is none.
  func documentation(of name: String) -> String {
    declarations.first { $0.name == name && !$0.isExtension }?.documentation ?? ""
  }

  private static func declarations(
    in tokens: [SourceToken], documentedBy text: String
  ) -> [Declaration] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var declarations: [Declaration] = []
    for (index, token) in tokens.enumerated() where introducers.contains(token.text) {
      guard index + 1 < tokens.count else { break }
      let name = tokens[index + 1]
      let inherited = inheritance(after: tokens[(index + 2)...])
      declarations.append(
        Declaration(
          name: name.text, roles: roles.filter { role in inherited.contains { $0.text == role } },
          position: name.position,
          documentation: documentation(above: token.position.line, in: lines),
          isExtension: token.text == "extension"))
    }
    return declarations
  }

  /// What stands between the colon after a name and its generic parameters, and the body.
  private static func inheritance(after tokens: ArraySlice<SourceToken>) -> ArraySlice<SourceToken>
  {
    var rest = tokens
    if rest.first?.text == "<" {
      var depth = 0
      while let token = rest.popFirst() {
        depth += token.text == "<" ? 1 : token.text == ">" ? -1 : 0
        if depth == 0 { break }
      }
    }
    // Without a colon here it is a `class func`, or a type that inherits nothing.
    guard rest.first?.text == ":" else { return [] }
    return rest.prefix { $0.text != "{" && $0.text != "where" }
  }

  private static let introducers = ["struct", "enum", "class", "actor", "extension"]

  /// The lines of `///` above a line, attributes in between skipped, without their slashes.
  private static func documentation(above line: Int, in lines: [Substring]) -> String {
    var collected: [String] = []
    for line in lines[..<(line - 1)].reversed() {
      let trimmed = line.drop { $0 == " " }
      if trimmed.hasPrefix("///") {
        let words = trimmed.dropFirst(3)
        collected.append(String(words.hasPrefix(" ") ? words.dropFirst() : words))
      } else if !trimmed.hasPrefix("@") || !collected.isEmpty {
        break
      }
    }
    return collected.reversed().joined(separator: "\n")
  }
}
