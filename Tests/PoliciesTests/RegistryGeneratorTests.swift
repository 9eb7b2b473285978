// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import generate_policy_registry

/// What the generator lists, and what it refuses.
struct RegistryGeneratorTests {
  private func faults(_ files: KeyValuePairs<String, String>) -> [String] {
    PolicyRegistry(of: files.map { PolicySource(path: $0.key, text: $0.value) }).faults
      .map(\.description)
  }

  private let idle = """
    internal import PolicyKit

    /// Does nothing "at all" \\ ever.
    ///
    /// Source: none.
    @frozen
    struct IdlePolicy: PolicyKit.OOMNotifierPolicy {
    }
    """

  @Test func `a well-named policy is listed with its documentation`() {
    let registry = PolicyRegistry(of: [PolicySource(path: "p/Any/IdlePolicy.swift", text: idle)])
    #expect(registry.faults.isEmpty)
    #expect(registry.entries.map(\.type) == ["IdlePolicy"])
    #expect(
      registry.entries.first?.documentation == "Does nothing \"at all\" \\ ever.\n\nSource: none.")
    #expect(
      registry.swiftSource.contains(
        #"documentation: "Does nothing \"at all\" \\ ever.\n\nSource: none."))"#))
  }

  @Test func `policies are ordered by role and name, whatever the order of the files`() {
    let files = [
      PolicySource(path: "a/BPolicy.swift", text: "struct BPolicy: ReclaimThrottlePolicy {}"),
      PolicySource(path: "z/APolicy.swift", text: "struct APolicy: ReclaimThrottlePolicy {}"),
      PolicySource(path: "b/DPolicy.swift", text: "struct DPolicy: OOMNotifierPolicy {}"),
      PolicySource(path: "c/CPolicy.swift", text: "enum CPolicy: Sendable, OOMNotifierPolicy {}"),
      PolicySource(path: "d/EPolicy.swift", text: "struct EPolicy: AllocationFailurePolicy {}"),
    ]
    let names = ["EPolicy", "CPolicy", "DPolicy", "APolicy", "BPolicy"]
    #expect(PolicyRegistry(of: files).entries.map(\.type) == names)
    #expect(PolicyRegistry(of: files.reversed()).entries.map(\.type) == names)
  }

  @Test func `a conformance in an extension counts, with the type's documentation`() {
    let source = PolicySource(
      path: "LatePolicy.swift",
      text: """
        /// Comes late.
        struct LatePolicy {}

        /// The decision.
        extension LatePolicy: OOMNotifierPolicy where Self: Sendable {}
        """)
    let registry = PolicyRegistry(of: [source])
    #expect(registry.faults.isEmpty)
    #expect(registry.entries.map(\.documentation) == ["Comes late."])
  }

  @Test func `comments, strings and generic parameters declare nothing`() {
    let text = """
      // struct APolicy: OOMNotifierPolicy {}
      /* struct BPolicy: OOMNotifierPolicy {} /* nested */ struct CPolicy: OOMNotifierPolicy {} */
      let one = "struct DPolicy: OOMNotifierPolicy {}" + "\\" struct EPolicy: OOMNotifierPolicy {"
      let two = #"struct " FPolicy: OOMNotifierPolicy {}"#
      let three = \"""
        struct GPolicy: OOMNotifierPolicy {} "
        \"""
      struct Box<P: OOMNotifierPolicy>: Sendable {}
      extension OOMNotifierPolicy {}
      class Maker { class func make(_ policy: OOMNotifierPolicy) {} }
      """
    let registry = PolicyRegistry(of: [PolicySource(path: "Shared.swift", text: text)])
    #expect(registry.faults.isEmpty)
    #expect(registry.entries.isEmpty)
  }

  @Test func `a policy in a file of another name is refused where its name stands`() {
    #expect(
      faults(["/p/Helpers.swift": "\n  struct IdlePolicy: OOMNotifierPolicy {}"]) == [
        "/p/Helpers.swift:2:10: error: 'IdlePolicy' is a policy and must stand in a file of its own, "
          + "'IdlePolicy.swift'; this is 'Helpers.swift'"
      ])
  }

  @Test func `a file that promises a policy and has none is refused`() {
    #expect(
      faults(["/p/IdlePolicy.swift": "struct Idle {}"]) == [
        "/p/IdlePolicy.swift:1:1: error: 'IdlePolicy.swift' must declare a type 'IdlePolicy' that "
          + "conforms to AllocationFailurePolicy, OOMNotifierPolicy or ReclaimThrottlePolicy"
      ])
    #expect(
      faults(["/p/IdlePolicy.swift": "struct IdlePolicy {}"]).first?.hasPrefix(
        "/p/IdlePolicy.swift:1:8: error: ") == true)
  }

  @Test func `a policy without the ending and one of two roles are refused`() {
    #expect(
      faults(["/p/Idle.swift": "struct Idle: OOMNotifierPolicy {}"]) == [
        "/p/Idle.swift:1:8: error: 'Idle' is a policy, and its name must end in 'Policy'"
      ])
    #expect(
      faults([
        "/p/BothPolicy.swift": "struct BothPolicy: OOMNotifierPolicy, ReclaimThrottlePolicy {}"
      ]) == ["/p/BothPolicy.swift:1:8: error: 'BothPolicy' fills 2 roles; expected one"])
  }

  @Test func `every fault is reported, by file and line`() {
    let found = faults([
      "/p/Z.swift": "struct A: OOMNotifierPolicy {}\nstruct B: OOMNotifierPolicy {}",
      "/p/YPolicy.swift": "",
    ])
    #expect(
      found.map { $0.prefix { $0 != " " } } == [
        "/p/YPolicy.swift:1:1:", "/p/Z.swift:1:8:", "/p/Z.swift:2:8:",
      ])
  }

  // The offset basis of draft-eastlake-fnv, and that basis after the end mark: (basis ^ 0xFF) times
  // the prime 0x100000001B3.
  @Test func `the digest is FNV-1a, and depends on the text and on what is shared`() {
    var digest = SourceDigest()
    #expect(digest.hexadecimal == "cbf29ce484222325")
    digest.absorb("")
    #expect(digest.hexadecimal == "af64724c8602eb6e")
    func identity(_ text: String, shared: String) -> String? {
      PolicyRegistry(of: [
        PolicySource(path: "IdlePolicy.swift", text: text),
        PolicySource(path: "Shared.swift", text: shared),
      ]).entries.first?.identity
    }
    #expect(identity(idle, shared: "a") == identity(idle, shared: "a"))
    #expect(identity(idle, shared: "a") != identity(idle, shared: "b"))
    #expect(identity(idle, shared: "a") != identity(idle + "\n", shared: "a"))
  }

  @Test func `the example of CONTRIBUTING.md is a well-named policy`() throws {
    let file = Self.root.appending(path: "CONTRIBUTING.md")
    let guide = try String(contentsOf: file, encoding: .utf8)
    let example = try #require(guide.split(separator: "```swift\n").dropFirst().first)
    let text = String(try #require(example.split(separator: "```\n").first))
    let registry = PolicyRegistry(of: [PolicySource(path: "OneJiffyPolicy.swift", text: text)])
    #expect(registry.faults.isEmpty)
    #expect(registry.entries.map(\.type) == ["OneJiffyPolicy"])
    #expect(registry.entries.first?.documentation.contains("Departs from the source in: ") == true)
  }

  private static var root: URL {
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return root
  }

  @Test func `the policies' folder makes nothing public but the registry`() throws {
    let folder = Self.root.appending(path: "policies")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".swift") }.sorted()
    #expect(!files.isEmpty)
    for file in files {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      var lexer = SourceLexer(text)
      let words = lexer.tokens().map(\.text)
      #expect(!words.contains("public") && !words.contains("open"), "\(file)")
      for forbidden in ["Foundation", "Double", "Float", "ContinuousClock", "Date"] {
        #expect(!words.contains(forbidden), "\(file) uses \(forbidden)")
      }
    }
  }
}
