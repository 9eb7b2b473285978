// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import PolicyKit
internal import TrialExecution

/// The format of experiments as JSON Schema, for editors; made of the declarations that the loader reads by.
///
/// It says less than the loader: that a text is a quantity of the right unit, or an expression that gives
/// one, is not to be said in it. What it refuses is refused by the loader too.
struct ExperimentJSONSchema {
  private static let draft = "http://json-schema.org/draft-07/schema#"

  private let catalogue: PolicyCatalogue

  /// Describes experiments that choose from these policies.
  init(_ catalogue: PolicyCatalogue) { self.catalogue = catalogue }

  /// The schema.
  var json: JSONValue {
    let keys = ExperimentSchema.keys.map { (name: $0.name, value: value(of: $0)) }
    return .object([
      ("$schema", .text(Self.draft)), ("title", .text("An experiment of Setaside")),
      ("type", .text("object")), ("properties", .object(keys)),
      ("additionalProperties", .truth(false)),
    ])
  }

  private func value(of key: KeyDescription) -> JSONValue {
    var members: [(name: String, value: JSONValue)] = [("description", .text(description(of: key)))]
    switch key.form {
    case .amount: members.append(("type", types("number", "string")))
    case .draw: members.append(("type", types("number", "string", "object")))
    case .word(let words): members.append(("enum", .array(words.map { .text($0) })))
    case .truth: members.append(("type", types("boolean", "string")))
    case .text: members.append(("type", types("string")))
    case .block: members += block(key.keys)
    case .list:
      members.append(("type", types("array", "null")))
      members.append(("items", .object(block(key.keys))))
    case .policy(let role): members.append(("anyOf", policies(role)))
    case .other:
      // What may be a block may also be something else; of a block the keys are known.
      guard !key.keys.isEmpty else { break }
      members += block(key.keys).filter { $0.name != "type" }
    }
    return .object(members)
  }

  private func block(_ keys: [KeyDescription]) -> [(name: String, value: JSONValue)] {
    object(keys.map { ($0.name, value(of: $0)) })
  }

  /// No key is required: an included file may have it.
  private func object(
    _ properties: [(name: String, value: JSONValue)]
  ) -> [(name: String, value: JSONValue)] {
    [
      ("type", types("object", "null")), ("properties", .object(properties)),
      ("additionalProperties", .truth(false)),
    ]
  }

  /// A policy by its name, or a block with its parameters.
  private func policies(_ role: String) -> JSONValue {
    let all = catalogue.registrations.filter { $0.role.rawValue == role }
    let blocks = all.map { policy in
      let use = (
        name: "use",
        value: JSONValue.object([
          ("description", .text(policy.summary)), ("const", .text(policy.name)),
        ])
      )
      let parameters = policy.parameters.map { parameter in
        (name: parameter.name, value: value(of: parameter))
      }
      return JSONValue.object(
        object([use] + parameters) + [("required", .array([.text("use")]))])
    }
    return .array([.object([("enum", .array(all.map { .text($0.name) }))])] + blocks)
  }

  private func value(of parameter: ParameterDeclaration) -> JSONValue {
    let text =
      "\(parameter.help) \(parameter.rangeText); \(parameter.text(parameter.defaultValue)) by default."
    let form: (name: String, value: JSONValue) =
      if case .choice(let words) = parameter.unit {
        ("enum", .array(words.map { .text($0) }))
      } else {
        ("type", types("number", "string"))
      }
    return .object([("description", .text(text)), form])
  }

  private func description(of key: KeyDescription) -> String {
    let otherwise = key.defaultText.map { "; \($0) by default" } ?? ""
    switch key.form {
    case .block, .list, .policy, .text: return key.help
    case .word, .truth: return key.help + (key.defaultText.map { " \($0) by default." } ?? "")
    case .amount, .draw: return "\(key.help) \(key.form)\(otherwise)."
    case .other: return "\(key.help) Written as \(key.form)\(otherwise)."
    }
  }

  private func types(_ names: String...) -> JSONValue {
    names.count == 1 ? .text(names[0]) : .array(names.map { .text($0) })
  }
}
