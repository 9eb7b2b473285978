/// How often intervals made by one method are meant to hold the true value.
public struct ConfidenceLevel: Sendable, Hashable {
  /// The level as a fraction, between 0 and 1 and equal to neither.
  public let probability: Double

  /// The usual 95 %.
  public static let ninetyFivePercent = ConfidenceLevel(unchecked: 0.95)

  /// The 90 % whose interval, held against a margin, is an equivalence test at 5 %.
  public static let ninetyPercent = ConfidenceLevel(unchecked: 0.90)

  /// Creates a level.
  ///
  /// - Parameter probability: a fraction; `nil` results unless it lies strictly between 0 and 1.
  public init?(_ probability: Double) {
    guard probability > 0, probability < 1 else { return nil }
    self.probability = probability
  }

  private init(unchecked probability: Double) {
    self.probability = probability
  }

  /// The probability left over in each of the two tails.
  var tail: Double { (1 - probability) / 2 }
}
