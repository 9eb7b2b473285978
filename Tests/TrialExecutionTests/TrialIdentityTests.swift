// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import Policies
import PolicyKit
import Testing
import TrialExecution

@Suite struct TrialIdentityTests {
  private static let catalogue = PolicyCatalogue(allPolicies)
  private static let trial = TrialConfiguration(
    host: HostDescription(memory: .gibibytes(4)),
    guests: [GuestDescription(name: "db", memory: .gibibytes(1))],
    tasks: [
      TaskDescription(
        name: "sort",
        demand: .replay(
          ResidentTrace(
            source: "one",
            samples: [
              .init(time: .zero, resident: 1), .init(time: .milliseconds(1), resident: 12),
            ]), request: 512))
    ])

  private func key(
    _ change: (inout TrialConfiguration) -> Void = { _ in },
    catalogue: PolicyCatalogue = catalogue
  ) -> String {
    var trial = Self.trial
    change(&trial)
    return TrialIdentity(trial, catalogue: catalogue).key(seed: trial.seed)
  }

  private func replaying(_ samples: [ResidentTrace.Sample], source: String) -> String {
    key {
      $0.tasks[0].demand = .replay(ResidentTrace(source: source, samples: samples), request: 512)
    }
  }

  @Test func `is the same for equal trials`() {
    #expect(key() == key())
    #expect(key().count == 64)
  }

  @Test func `changes with every part of the description`() {
    let keys = [
      key(), key { $0.host.memory = .gibibytes(5) }, key { $0.host.cpus = .unlimited },
      key { $0.ultravisor.servers = 4 }, key { $0.costs.wake = .microseconds(21) },
      key { $0.rules.payment = .after }, key { $0.guests[0].name = "dc" },
      key { $0.guests[0].departure = .shutdown(at: .fixed(0)) },
      key { $0.guests[0].departure = .reboot(at: .fixed(0)) },
      key { $0.guests[0].departure = .shutdown(at: .uniform(0...1)) },
      key { $0.oomNotifier = PolicyChoice(name: "drain") },
      key {
        $0.oomNotifier = PolicyChoice(
          name: "drain", arguments: [PolicyChoice.Argument(name: "timeout", value: 1)])
      },
      key { $0.until = .seconds(60) }, key { $0.ending = .allFree }, key { $0.seed = 2 },
      key { $0.tasks = [] }, key { $0.tasks[0].backlog = 1 },
    ]
    for (index, one) in keys.enumerated() {
      for other in keys.dropFirst(index + 1) { #expect(one != other) }
    }
  }

  @Test func `depends on the samples of a trace and not on where it was read`() {
    let samples = [
      ResidentTrace.Sample(time: .zero, resident: 1),
      ResidentTrace.Sample(time: .milliseconds(1), resident: 12),
    ]
    #expect(replaying(samples, source: "two") == key())
    #expect(replaying([samples[0]], source: "one") != key())
    // 1 and 12 pages must not look like 11 and 2.
    #expect(
      replaying(
        [samples[0], .init(time: .milliseconds(1), resident: 13)], source: "one") != key())
  }

  @Test func `depends on the policies that are chosen and on no others`() {
    let choice = PolicyRegistration(StandInPolicy.self, identity: "1")
    let changed = PolicyRegistration(StandInPolicy.self, identity: "2")
    let others = allPolicies.filter { $0.name != "stand-in" }
    func key(_ registrations: [PolicyRegistration], _ name: String) -> String {
      self.key(
        { $0.oomNotifier = PolicyChoice(name: name) }, catalogue: PolicyCatalogue(registrations))
    }
    #expect(key(others + [choice], "stand-in") != key(others + [changed], "stand-in"))
    #expect(key(others + [choice], "none") == key(others + [changed], "none"))
  }
}

private struct StandInPolicy: OOMNotifierPolicy {
  static let name = "stand-in"
  static let summary = "stands in for a policy whose source changes"
  init(_ setup: inout PolicySetup) {}
  mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer { .nothing }
}
