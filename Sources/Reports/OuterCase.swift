// SPDX-License-Identifier: Apache-2.0

/// What the seeds said at one sample of the box of assumptions.
struct OuterCase: Sendable {
  /// The sample.
  let sample: OuterSample
  /// The verdict from its seeds.
  var verdict: Verdict
  /// The mean difference from its seeds, in the metric's stored unit; nil without pairs.
  let difference: Double?
  /// The variance of that mean, which is the seeds' doing and not the assumptions'.
  let seedVariance: Double
  /// The values of the outer axes as they are shown.
  let labels: [String]
}
