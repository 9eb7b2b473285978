// SPDX-License-Identifier: Apache-2.0

/// The place of a row in an outer design.
struct OuterPlace: Sendable {
  /// The replicate of the whole design.
  var replicate: Int
  /// The sample within the replicate.
  var sample: Int
  /// The matrix that the row belongs to.
  var matrix: DesignPoint.Matrix
}
