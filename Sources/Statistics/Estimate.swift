// SPDX-License-Identifier: Apache-2.0

/// A statistic that either has a value or says why it has none.
///
/// No function of this module returns a NaN or an infinity: a report can print the reason instead,
/// and a comparison cannot silently be decided by a number that is not one.
public enum Estimate<Value: Sendable & Equatable>: Sendable, Equatable {
  /// The statistic exists, and this is its value.
  case defined(Value)

  /// The statistic does not exist for this input.
  case undefined(UndefinedReason)

  /// The value, or `nil` if there is none.
  public var value: Value? {
    switch self {
    case .defined(let value): value
    case .undefined: nil
    }
  }

  /// Why there is no value, or `nil` if there is one.
  public var reason: UndefinedReason? {
    switch self {
    case .defined: nil
    case .undefined(let reason): reason
    }
  }

  /// Returns the estimate with its value, if there is one, replaced by what `transform` makes of it.
  ///
  /// - Parameter transform: called at most once, with the value.
  /// - Returns: the transformed estimate; an undefined one keeps its reason.
  public func map<Other>(_ transform: (Value) -> Other) -> Estimate<Other> {
    switch self {
    case .defined(let value): .defined(transform(value))
    case .undefined(let reason): .undefined(reason)
    }
  }

  /// Returns what `transform` makes of the value, which may itself be undefined.
  ///
  /// - Parameter transform: called at most once, with the value.
  /// - Returns: the result of `transform`; an undefined estimate keeps its reason.
  public func flatMap<Other>(_ transform: (Value) -> Estimate<Other>) -> Estimate<Other> {
    switch self {
    case .defined(let value): transform(value)
    case .undefined(let reason): .undefined(reason)
    }
  }
}
