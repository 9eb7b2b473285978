// SPDX-License-Identifier: Apache-2.0

internal import Policies
internal import PolicyKit
internal import SetasideCommand

// What a package with policies of its own does; these are here so that tests can see sweeps survive.
await runSetaside(
  policies: allPolicies + [
    PolicyRegistration(BabblePolicy.self, identity: "1"),
    PolicyRegistration(CloseAllPolicy.self, identity: "1"),
    PolicyRegistration(CrashPolicy.self, identity: "1"),
    PolicyRegistration(HangPolicy.self, identity: "1"),
    PolicyRegistration(HungryPolicy.self, identity: "1"),
    PolicyRegistration(MoodyPolicy.self, identity: "1"),
    PolicyRegistration(QuitPolicy.self, identity: "1"),
    PolicyRegistration(RememberPolicy.self, identity: "1"),
  ])
