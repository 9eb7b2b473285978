// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration

/// A trial's description contradicts itself: nothing was run.
public struct SimulationError: Error, Sendable {
  /// Every contradiction that was found.
  public let faults: [ConfigurationFault]

  /// Makes an error of at least one fault.
  public init(faults: [ConfigurationFault]) { self.faults = faults }
}
