// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
public import PolicyKit

extension Binder {
  /// Reads the choice of a policy: its name, or `{ use: name, parameter: value }`.
  mutating func policy(_ node: Node, _ role: PolicyRole) -> PolicyChoice? {
    let key = role.rawValue
    guard let mapping = node.mapping else {
      guard let registration = registration(node, role) else { return nil }
      let choice = PolicyChoice(registration)
      return isServed(choice, registration, at: node.location) ? choice : nil
    }
    guard let use = mapping["use"] else {
      let named = mapping.keys.first { catalogue.registration(role, named: $0) != nil }
      error(
        key,
        "expected the name of a policy, or '{ use: \(named ?? "…"), … }' with its parameters",
        at: node.location)
      return nil
    }
    guard let registration = registration(use, role) else { return nil }
    var choice = PolicyChoice(registration)
    for entry in mapping.entries where entry.key != "use" {
      guard let index = registration.parameters.firstIndex(where: { $0.name == entry.key }) else {
        let none = registration.parameters.isEmpty ? ", which has none" : ""
        diagnostics.error(
          "unknown parameter '\(entry.key.abbreviated)' of the policy "
            + "'\(registration.name)'\(none)", at: entry.keyLocation,
          suggestion: Spelling.closest(to: entry.key, in: registration.parameters.map(\.name)))
        continue
      }
      if let value = argument(entry.value, registration.parameters[index]) {
        choice.arguments[index].value = value
      }
    }
    return isServed(choice, registration, at: use.location) ? choice : nil
  }

  /// Whether anything asks the policy: a notifier of memory cgroups would be as good as none.
  private mutating func isServed(
    _ choice: PolicyChoice, _ registration: PolicyRegistration, at location: SourceLocation
  ) -> Bool {
    guard let scope = registration.notifierRegistration(choice.values)?.scope, scope != .global
    else { return true }
    error(
      registration.role.rawValue,
      "'\(registration.name)' registers in the scope '\(scope.rawValue)', where nothing asks "
        + "a notifier; served is '\(NotifierRegistration.Scope.global.rawValue)'", at: location)
    return false
  }

  private mutating func registration(_ node: Node, _ role: PolicyRole) -> PolicyRegistration? {
    guard let name = text(node, role.rawValue, "the name of a policy") else { return nil }
    if let registration = catalogue.registration(role, named: name) { return registration }
    if let other = PolicyRole.allCases.first(where: {
      catalogue.registration($0, named: name) != nil
    }) {
      error(
        role.rawValue, "'\(name)' is a policy for '\(other.rawValue)'", at: node.location)
      return nil
    }
    let names = catalogue.names(of: role)
    let suggestion = Spelling.closest(to: name, in: names)
    let known = suggestion == nil ? ", there are \(names.joined(separator: ", "))" : ""
    error(
      role.rawValue, "unknown policy '\(name.abbreviated)'\(known)", at: node.location,
      suggestion: suggestion)
    return nil
  }

  private mutating func argument(_ node: Node, _ parameter: ParameterDeclaration) -> Int64? {
    if case .choice(let words) = parameter.unit {
      return word(node, parameter.name, words).map { Int64($0) }
    }
    return amount(node, parameter.name, parameter.quantityKind, parameter.range)
  }
}

extension ParameterDeclaration {
  /// The kind of quantity in which the parameter is written; a choice is a count of its words.
  var quantityKind: QuantityKind {
    switch unit {
    case .pages: .pages
    case .duration: .duration
    case .rate: .rate
    case .share: .share
    case .count, .choice: .count
    }
  }

  /// A value of the parameter as a user would write it.
  public func text(_ value: Int64) -> String {
    if case .choice(let words) = unit, words.indices.contains(Int(value)) {
      return words[Int(value)]
    }
    return quantityKind.text(value)
  }

  /// The accepted values as a user would write them, such as `1 page...4096 pages`.
  public var rangeText: String {
    if case .choice(let words) = unit { return words.joined(separator: ", ") }
    return quantityKind.text(range)
  }
}
