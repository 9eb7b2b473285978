// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// A value of JSON whose members keep their order, so that equal answers are equal texts.
public enum JSONValue: Sendable, Hashable {
  /// No value.
  case null
  /// True or false.
  case truth(Bool)
  /// A whole number, exactly.
  case integer(Int64)
  /// A finite number; anything else is written as null.
  case number(Double)
  /// A text.
  case text(String)
  /// A list.
  case array([JSONValue])
  /// Members in order.
  case object([(name: String, value: JSONValue)])

  /// The value on one line.
  public var line: String { written(indent: nil) }

  /// The value on several lines, for files that people open too.
  public var lines: String { written(indent: 0) }

  /// Compares texts, which are the same when the values are.
  public static func == (left: JSONValue, right: JSONValue) -> Bool { left.line == right.line }

  /// Hashes the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(line) }

  /// The object with more members behind its own; anything else as it is.
  public func adding(_ more: [(name: String, value: JSONValue)]) -> JSONValue {
    if case .object(let members) = self { .object(members + more) } else { self }
  }

  private func written(indent: Int?) -> String {
    switch self {
    case .null: "null"
    case .truth(let truth): truth ? "true" : "false"
    case .integer(let integer): "\(integer)"
    case .number(let number): number.isFinite ? "\(number)" : "null"
    case .text(let text): Self.quoted(text)
    case .array(let items):
      Self.enclosed("[", items.map { $0.written(indent: indent.map { $0 + 2 }) }, "]", indent)
    case .object(let members):
      Self.enclosed(
        "{",
        members.map {
          Self.quoted($0.name) + (indent == nil ? ":" : ": ")
            + $0.value.written(indent: indent.map { $0 + 2 })
        }, "}", indent)
    }
  }

  private static func enclosed(
    _ open: String, _ items: [String], _ close: String, _ indent: Int?
  ) -> String {
    guard let indent, !items.isEmpty else { return open + items.joined(separator: ",") + close }
    let margin = "\n" + String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    return open + margin + items.joined(separator: "," + margin) + end + close
  }

  /// A text in quotation marks, with what JSON does not allow in them escaped.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case _ where scalar.isObeyedOrHidden: quoted += ShownText.escape(of: scalar)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
