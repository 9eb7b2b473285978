// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import ModelComparison
internal import NaiveInterpreter
internal import Policies
internal import PolicyKit
internal import Testing

/// What the comparison of the models would not see must not be forgotten either.
struct MutationTests {
  private static let catalogue = PolicyCatalogue(ProbePolicies.registrations + allPolicies)

  /// Parts of a trial whose own fields are changed.
  private static let parts = ["host", "ultravisor", "costs", "rules", "guests", "tasks"]

  /// What a generation stands for is in the rules and the host of the trial: its name decides nothing.
  private static let nameAlone = "trial.generation"

  @Test func `every field of a trial has a mutation`() {
    let names = Mutation.all(Self.catalogue).map(\.name)
    for (part, fields) in Mutation.fields() {
      #expect(!fields.isEmpty, "\(part) shows no fields.")
      for field in fields where part != "trial" || !Self.parts.contains(field) {
        let name = "\(part).\(field)"
        guard name != Self.nameAlone else { continue }
        let isThere = names.contains { $0 == name || $0.hasPrefix(name + " ") }
        #expect(isThere, "\(name) is never broken: Mutation lacks it.")
      }
    }
  }

  @Test func `every parameter of a policy has a mutation`() {
    let names = Mutation.all(Self.catalogue).map(\.name)
    for policy in Self.catalogue.registrations {
      for parameter in policy.parameters {
        let name = "policies.\(policy.role.rawValue).\(policy.name).\(parameter.name)"
        #expect(names.contains(name), "\(name) is never broken.")
      }
    }
  }

  @Test func `names no mutation twice`() {
    let names = Mutation.all(Self.catalogue).map(\.name)
    #expect(Set(names).count == names.count)
  }

  /// The rules and costs are seen by the first hosts; a release build sees to the rest.
  @Test func `sees a rule or a cost that one model alone has changed`() {
    let mutations = Mutation.all(Self.catalogue).filter {
      $0.name.hasPrefix("rules.") || $0.name.hasPrefix("costs.")
    }
    let seen = Mutation.sightings(of: mutations, seeds: 1...200, catalogue: Self.catalogue)
    let unseen = zip(mutations, seen).filter { $0.1 == nil }.map(\.0.name)
    #expect(unseen == [])
  }
}
