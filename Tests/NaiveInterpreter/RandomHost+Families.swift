// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import PolicyKit

extension RandomHost {
  /// A family of hosts: a name and what makes one from a seed.
  public struct Family: Sendable {
    /// The name, for messages.
    public let name: String
    /// Makes the host of a seed with policies of a catalogue.
    public let host: @Sendable (UInt64, PolicyCatalogue) -> TrialConfiguration
  }

  /// All families, in the order in which a seed's hosts are compared.
  public static let families = [
    Family(name: "short") { v1(seed: $0, catalogue: $1) },
    Family(name: "own CPUs") { v1OwnCPUs(seed: $0, catalogue: $1) },
    Family(name: "long") { long(seed: $0, catalogue: $1) },
    Family(name: "generations") { generations(seed: $0, catalogue: $1) },
  ]
}
