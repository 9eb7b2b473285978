// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit
internal import Testing

@testable import ExperimentFiles

/// A notifier that nothing would ask equals none in every digit: its file is refused.
struct NotifierScopeTests {
  private struct Scoped: OOMNotifierPolicy {
    static let name = "scoped"
    static let summary = "registers where it is told to"
    let registration: NotifierRegistration

    init(_ setup: inout PolicySetup) {
      let scope = setup.choice(
        "scope", default: NotifierRegistration.Scope.global, "where it is registered")
      registration = NotifierRegistration(scope: scope)
    }

    mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer { .nothing }
  }

  private static let catalogue = PolicyCatalogue(
    SamplePolicies.catalogue.registrations + [PolicyRegistration(Scoped.self)])

  private func faults(_ policies: String, _ rest: String = "") throws -> String {
    let files = try TemporaryFiles([
      (
        "burst.yaml",
        """
        host: { memory: 1 GiB }
        guests: [{ name: db, memory: 64 MiB, teardown: lazy-shutdown, stops: { at: 0 s } }]
        policies: { oom-notifier: \(policies) }
        \(rest)
        """
      )
    ])
    return files.experiment("burst.yaml", catalogue: Self.catalogue).faults
  }

  private static let refusal =
    "error: 'oom-notifier': 'scoped' registers in the scope 'memcg', where nothing asks a notifier; "
    + "served is 'global'"

  @Test func `refuses a scope that nothing serves, at its place`() throws {
    let faults = try faults("{ use: scoped, scope: memcg }")
    #expect(faults.contains("burst.yaml:3:34: " + Self.refusal), "\(faults)")
  }

  @Test func `takes the scope that is served`() throws {
    #expect(try !faults("scoped").contains("error"))
    #expect(try !faults("{ use: scoped, scope: global }").contains("error"))
  }

  @Test func `refuses it among the values of a sweep`() throws {
    let faults = try faults(
      "scoped",
      "sweep: { grid: { policies.oom-notifier: [scoped, { use: scoped, scope: memcg }] } }")
    #expect(faults.contains(Self.refusal), "\(faults)")
  }
}
