// SPDX-License-Identifier: Apache-2.0

/// A place in the box of assumptions: one set of values for all that nobody has measured.
public struct OuterSample: Sendable, Hashable {
  /// The matrix of a pick-freeze design that it belongs to.
  public enum Matrix: Sendable, Hashable {
    /// The samples themselves; all of a design without pick-freeze.
    case first
    /// Samples independent of the first.
    case second
    /// The first with one axis, by its index, from the second.
    case mixed(Int)
  }

  /// Which scrambled copy of the point set it belongs to, from 0.
  public let replicate: Int
  /// Its number in the copy, from 0.
  public let number: Int
  /// The coordinate of each outer axis, 0..<1, in their order.
  public let coordinates: [Double]
  /// The matrix.
  public let matrix: Matrix

  /// Describes a place.
  public init(replicate: Int, number: Int, coordinates: [Double], matrix: Matrix = .first) {
    self.replicate = replicate
    self.number = number
    self.coordinates = coordinates
    self.matrix = matrix
  }
}
