/// A place in the box of assumptions: one set of values for all that nobody has measured.
public struct OuterSample: Sendable, Hashable {
  /// Which scrambled copy of the point set it belongs to, from 0.
  public let replicate: Int
  /// Its number in the copy, from 0.
  public let number: Int
  /// The coordinate of each outer axis, 0..<1, in their order.
  public let coordinates: [Double]

  /// Describes a place.
  public init(replicate: Int, number: Int, coordinates: [Double]) {
    self.replicate = replicate
    self.number = number
    self.coordinates = coordinates
  }
}
