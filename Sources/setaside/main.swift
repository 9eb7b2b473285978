internal import Policies
internal import SetasideCommand

await runSetaside(policies: allPolicies, commit: builtFromCommit)
