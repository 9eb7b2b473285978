// SPDX-License-Identifier: Apache-2.0

/// What can be asked of an outer design, beside the share of the box in which each verdict holds.
public enum OuterAnswer: String, Sendable, CaseIterable {
  /// Which choice is the best, and in how much of the box.
  case winnerShare = "winner-share"
  /// Where in the box a verdict changes.
  case flipSurface = "flip-surface"
  /// How much of the variance each assumption explains.
  case sobolIndex = "sobol-index"
}
