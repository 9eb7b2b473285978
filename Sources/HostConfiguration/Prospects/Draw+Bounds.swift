// SPDX-License-Identifier: Apache-2.0

extension Draw {
  /// The smallest value that can be drawn.
  var earliest: Int64 {
    switch self {
    case .fixed(let value): value
    case .uniform(let range): range.lowerBound
    case .exponential: 0
    }
  }
}
