// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Integrals of smooth functions by Gauss–Legendre quadrature.
enum GaussLegendre {
  /// Abscissae in -1...1 and weights of the rule with 16 points.
  ///
  /// Source: DLMF 3.5(v), https://dlmf.nist.gov/3.5.v: the abscissae are the zeros of the Legendre
  /// polynomial, found by Newton's method.
  private static let rule: [(abscissa: Double, weight: Double)] = {
    let degree = 16
    return (1...degree).map { index in
      var x = cos(Double.pi * (Double(index) - 0.25) / (Double(degree) + 0.5))
      var slope = 1.0
      for _ in 0..<8 {
        var previous = 1.0
        var value = x
        for order in 2...degree {
          let next = (Double(2 * order - 1) * x * value - Double(order - 1) * previous)
          (previous, value) = (value, next / Double(order))
        }
        slope = Double(degree) * (x * value - previous) / (x * x - 1)
        x -= value / slope
      }
      return (x, 2 / ((1 - x * x) * slope * slope))
    }
  }()

  /// Returns the integral of a function over a range cut into equal panels; 0 for an empty one.
  ///
  /// - Parameters:
  ///   - lower: the lower end.
  ///   - upper: the upper end; at or below `lower` nothing is left to integrate.
  ///   - panels: positive; within one of them the function should be close to a polynomial.
  ///   - function: finite within the ends.
  static func integral(
    from lower: Double, to upper: Double, panels: Int, of function: (Double) -> Double
  ) -> Double {
    guard lower < upper else { return 0 }
    let half = (upper - lower) / Double(2 * panels)
    var sum = 0.0
    for panel in 0..<panels {
      let centre = lower + Double(2 * panel + 1) * half
      for point in rule { sum += point.weight * function(centre + half * point.abscissa) }
    }
    return sum * half
  }
}
