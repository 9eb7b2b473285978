// SPDX-License-Identifier: Apache-2.0

/// The place of a point in an outer design over assumed values.
public struct DesignPoint: Sendable, Hashable, Codable {
  /// The matrix of a design from which effects are estimated, as text `a`, `b` or `ab.2`.
  ///
  /// After Saltelli and others 2010, doi:10.1016/j.cpc.2009.09.018.
  public enum Matrix: Sendable, Hashable, RawRepresentable, Codable {
    /// The samples themselves.
    case a
    /// Samples independent of those of ``a``.
    case b
    /// The samples of ``a`` with the coordinate of one outer axis, by its index, from ``b``.
    case ab(Int)

    /// Reads a matrix from its text.
    public init?(rawValue: String) {
      switch rawValue {
      case "a": self = .a
      case "b": self = .b
      default:
        guard rawValue.hasPrefix("ab."), let axis = Int(rawValue.dropFirst(3)), axis >= 0 else {
          return nil
        }
        self = .ab(axis)
      }
    }

    /// The matrix as text.
    public var rawValue: String {
      switch self {
      case .a: "a"
      case .b: "b"
      case .ab(let axis): "ab.\(axis)"
      }
    }
  }

  /// The replicate of the whole design, from 0: intervals come from replicates, not from samples.
  public let replicate: Int
  /// The sample within the replicate, from 0.
  public let sample: Int
  /// The matrix that the point belongs to; ``Matrix/a`` where effects are not asked for.
  public let matrix: Matrix
  /// The place on each outer axis, in the order of ``Experiment/outerAxes``, in `0..<1`.
  public let coordinates: [Double]
}
