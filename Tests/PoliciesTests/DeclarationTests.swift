// SPDX-License-Identifier: Apache-2.0

import Policies
import PolicyKit
import Testing

/// What every shipped policy declares about itself.
struct DeclarationTests {
  @Test func `there are policies of every role`() {
    for role in PolicyRole.allCases {
      #expect(!ShippedPolicies.catalogue.names(of: role).isEmpty, "\(role)")
    }
  }

  @Test func `the registry is in the order of the catalogue`() {
    #expect(allPolicies.map(\.name) == ShippedPolicies.catalogue.registrations.map(\.name))
  }

  @Test(arguments: allPolicies.indices)
  func `the name is the type's name in kebab-case without Policy`(index: Int) throws {
    let policy = allPolicies[index]
    let type = try ShippedPolicies.typeName(of: policy)
    #expect(type.hasSuffix("Policy"))
    #expect(policy.name == kebabCase(type.dropLast("Policy".count)))
  }

  @Test func `acronyms and numbers become kebab-case too`() {
    #expect(kebabCase("ConvertOne") == "convert-one")
    #expect(kebabCase("PSIDriven") == "psi-driven")
    #expect(kebabCase("FreeOnOOM") == "free-on-oom")
  }

  @Test func `no two policies share a name or an identity`() {
    for (index, one) in allPolicies.enumerated() {
      for other in allPolicies[(index + 1)...] {
        #expect(one.role != other.role || one.name != other.name)
        #expect(one.identity != other.identity, "\(one.name) and \(other.name)")
      }
    }
  }

  @Test(arguments: allPolicies.indices)
  func `the summary is one line without a full stop`(index: Int) {
    let summary = allPolicies[index].summary
    #expect(!summary.isEmpty)
    #expect(!summary.contains("\n"))
    #expect(!summary.hasSuffix("."))
    #expect(summary.count <= 80)
    #expect(summary.first?.isLowercase == true)
  }

  @Test(arguments: allPolicies.indices)
  func `the documentation says idea, gain, loss, source and departures`(index: Int) {
    let documentation = allPolicies[index].documentation
    let paragraphs = documentation.split(separator: "\n").map(String.init)
    for opening in ["Idea: ", "Wins ", "Loses ", "Source: ", "Departs from the source in: "] {
      #expect(
        paragraphs.contains { $0.hasPrefix(opening) },
        "\(allPolicies[index].name) lacks a paragraph that begins with '\(opening)'")
    }
    let namesSource = documentation.contains("https://") || documentation.contains("Linux 6.")
    #expect(namesSource, "\(allPolicies[index].name) names no message and no kernel file")
  }

  @Test(arguments: allPolicies.indices)
  func `the identity is sixteen hexadecimal digits`(index: Int) {
    let identity = allPolicies[index].identity
    #expect(identity.count == 16)
    #expect(identity.allSatisfy { $0.isHexDigit && !$0.isUppercase })
  }

  @Test(arguments: allPolicies.indices)
  func `every parameter has a name, a help sentence and a default in its range`(index: Int) {
    for parameter in allPolicies[index].parameters {
      #expect(parameter.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
      #expect(parameter.help.hasSuffix("."), "\(parameter.name)")
      #expect(parameter.help.first?.isUppercase == true, "\(parameter.name)")
      #expect(parameter.range.contains(parameter.defaultValue), "\(parameter.name)")
      if case .choice(let words) = parameter.unit {
        #expect(words.count > 1, "\(parameter.name) leaves no choice")
        #expect(parameter.range == 0...Int64(words.count - 1))
      }
    }
  }

  @Test(arguments: allPolicies.indices)
  func `it can be made at both ends of every range, and decides there`(index: Int) throws {
    let policy = allPolicies[index]
    for values in ShippedPolicies.settings(of: policy) {
      #expect(try Decisions.of(policy, values, seed: 1, views: 1).count == Decisions.count)
    }
  }

  private func kebabCase(_ name: some StringProtocol) -> String {
    let letters = Array(name)
    var result = ""
    for (index, letter) in letters.enumerated() {
      let begins =
        letter.isUppercase && index > 0
        && (letters[index - 1].isLowercase
          || (index + 1 < letters.count && letters[index + 1].isLowercase))
      result += (begins ? "-" : "") + letter.lowercased()
    }
    return result
  }
}
