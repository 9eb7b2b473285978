// SPDX-License-Identifier: Apache-2.0

internal import Policies
internal import SetasideCommand

await runSetaside(policies: allPolicies, commit: builtFromCommit)
