// SPDX-License-Identifier: Apache-2.0

/// The list of policies that a set of files makes, and the source that declares it.
struct PolicyRegistry {
  /// One policy.
  struct Entry: Hashable {
    /// The name of its type.
    let type: String
    /// The place of its role in the catalogue.
    let role: Int
    /// The digest of its source and of what it shares with others.
    let identity: String
    /// Its documentation comment.
    let documentation: String
  }

  /// The policies, ordered by role and type.
  let entries: [Entry]
  /// What is wrong with the files, by place; a registry with faults must not be used.
  let faults: [SourceFault]

  /// Lists the policies of files, in whatever order they come.
  init(of sources: [PolicySource]) {
    let ordered = sources.sorted { $0.path < $1.path }
    // A policy may call code of a file that is none: its behaviour changes with that too.
    var shared = SourceDigest()
    for source in ordered where !source.isNamedLikePolicy { shared.absorb(source.text) }

    entries = ordered.flatMap { source in
      source.conformances.map { policy in
        var digest = shared
        digest.absorb(source.text)
        return Entry(
          type: policy.name,
          role: PolicySource.roles.firstIndex { policy.roles.contains($0) } ?? 0,
          identity: digest.hexadecimal, documentation: source.documentation(of: policy.name))
      }
    }.sorted { ($0.role, $0.type) < ($1.role, $1.type) }
    faults = ordered.flatMap(Self.faults(in:)).sorted()
  }

  private static func faults(in source: PolicySource) -> [SourceFault] {
    func fault(_ position: SourcePosition, _ message: String) -> SourceFault {
      SourceFault(path: source.path, position: position, message: message)
    }
    let policies = source.conformances
    var faults: [SourceFault] = []
    for policy in policies {
      if policy.roles.count > 1 {
        faults.append(
          fault(policy.position, "'\(policy.name)' fills \(policy.roles.count) roles; expected one")
        )
      }
      if !policy.name.hasSuffix("Policy") {
        faults.append(
          fault(
            policy.position,
            "'\(policy.name)' is a policy, and its name must end in 'Policy'"))
      } else if policy.name != source.baseName {
        faults.append(
          fault(
            policy.position,
            "'\(policy.name)' is a policy and must stand in a file of its own, "
              + "'\(policy.name).swift'; this is '\(source.baseName).swift'"))
      }
    }
    if source.isNamedLikePolicy, policies.isEmpty {
      faults.append(
        fault(
          source.declarations.first { $0.name == source.baseName }?.position ?? SourcePosition(),
          "'\(source.baseName).swift' must declare a type '\(source.baseName)' that conforms to "
            + PolicySource.roles.dropLast().joined(separator: ", ") + " or "
            + (PolicySource.roles.last ?? "")))
    }
    return faults
  }

  /// The Swift source that declares `allPolicies`.
  var swiftSource: String {
    // One statement for each policy: an array literal would make the compiler choose the
    // initialisers of all of them together.
    let statements = entries.map { entry in
      """
        all.append(
          PolicyRegistration(
            \(entry.type).self, identity: "\(entry.identity)",
            documentation: \(Self.literal(entry.documentation))))

      """
    }
    return """
      // Written by generate-policy-registry from the files in policies/; changes here are lost.
      public import PolicyKit

      /// The policies that come with Setaside, ordered by role and name.
      public let allPolicies: [PolicyRegistration] = {
        var all: [PolicyRegistration] = []
        all.reserveCapacity(\(entries.count))

      """ + statements.joined() + """
          return all
        }()

        """
  }

  private static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": literal += "\\n"
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\r": literal += "\\r"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
