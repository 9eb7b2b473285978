// SPDX-License-Identifier: Apache-2.0

/// How a run ended.
public enum RunOutcome: String, Sendable, Hashable, CaseIterable {
  /// By its stated rule.
  case done
  /// At its limit.
  case censored
  /// Nobody was left to kill.
  case panic
  /// The OOM path went round for more than 10 s without anybody getting a page.
  case livelock
  /// By its rule, but a policy's answers had to be replaced by the default's.
  case policyReplaced = "policy-replaced"
}
