// SPDX-License-Identifier: Apache-2.0

/// An exact amount of something: a number in the base unit of its dimension.
struct Quantity: Sendable, Equatable {
  /// The number, in bytes, seconds or their quotient.
  var value: Rational
  /// What is measured.
  var dimension: Dimension
}
