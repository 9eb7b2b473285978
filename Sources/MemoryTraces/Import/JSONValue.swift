// SPDX-License-Identifier: Apache-2.0

/// A value of a JSON text, with the place of each.
internal indirect enum JSONValue {
  case object([(name: String, value: JSONValue)], at: Int)
  case array([JSONValue], at: Int)
  /// A text, without its quotes.
  case string(String, at: Int)
  /// A number as it is written.
  case number(String, at: Int)
  /// `true`, `false` or `null`.
  case word(String, at: Int)

  /// The byte at which it begins, counted from 0.
  var offset: Int {
    switch self {
    case .object(_, let offset), .array(_, let offset), .string(_, let offset),
      .number(_, let offset), .word(_, let offset):
      offset
    }
  }

  /// The member of an object.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members, _) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The elements of an array.
  var elements: [JSONValue]? {
    guard case .array(let elements, _) = self else { return nil }
    return elements
  }

  /// The text of a string.
  var text: String? {
    guard case .string(let text, _) = self else { return nil }
    return text
  }
}
