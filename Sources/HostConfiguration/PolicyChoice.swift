// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// A policy as an experiment chooses it: checked against the catalogue.
public struct PolicyChoice: Sendable, Hashable {
  /// A parameter with its integer.
  public struct Argument: Sendable, Hashable {
    /// The parameter's name.
    public var name: String
    /// Its value, in the unit of the parameter's declaration.
    public var value: Int64

    /// Gives a parameter a value.
    public init(name: String, value: Int64) {
      self.name = name
      self.value = value
    }
  }

  /// The policy's name.
  public var name: String
  /// Every parameter of the policy in its own order, defaults filled in.
  public var arguments: [Argument]

  /// The values of the parameters by name, as a policy is made with them.
  package var values: [String: Int64] {
    Dictionary(arguments.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }

  /// Chooses a policy.
  public init(name: String, arguments: [Argument] = []) {
    self.name = name
    self.arguments = arguments
  }

  /// Chooses a policy with the defaults of its parameters.
  public init(_ registration: PolicyRegistration) {
    name = registration.name
    arguments = registration.parameters.map { Argument(name: $0.name, value: $0.defaultValue) }
  }
}
