/// The marks between the values of a reply.
enum ReplyMark {
  /// In place of an outcome: the trial failed, and a text says how.
  static let failed: UInt8 = 0xFF
  /// A metric with a value.
  static let defined: UInt8 = 0
  /// A metric without one; the number of the reason follows.
  static let undefined: UInt8 = 1
  /// A metric without a value; the reason itself follows.
  static let undefinedForUnnumbered: UInt8 = 2
  /// Added to one of the three: the number of samples follows.
  static let samples: UInt8 = 4
}
