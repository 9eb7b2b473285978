internal import Policies
internal import SetasideCommand

await runSetaside(policies: allPolicies)
