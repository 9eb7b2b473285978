// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// What Ultravisor calls cost.
///
/// No public figure exists for any of them: ``CostTable`` says what each assumption rests upon.
public struct UltravisorDescription: Sendable, Hashable {
  /// Destroying (clearing) a secure page.
  public var destroy: SimulatedDuration
  /// Destroying a secure page of a dirty extent; as `destroy` unless the experiment tells them apart.
  public var destroyDirty: SimulatedDuration
  /// Exporting (encrypting) a secure page.
  public var export: SimulatedDuration
  /// Importing a page into a protected guest.
  public var `import`: SimulatedDuration
  /// Calls that run at full speed side by side; nil for any number.
  ///
  /// With more callers than servers each call takes `callers / servers` times as long, rounded up
  /// to a whole nanosecond.
  public var servers: Int64?

  /// Describes an Ultravisor.
  public init(
    destroy: SimulatedDuration = CostTable.destroy.standard,
    destroyDirty: SimulatedDuration? = nil,
    export: SimulatedDuration = CostTable.export.standard,
    import: SimulatedDuration = CostTable.import.standard, servers: Int64? = nil
  ) {
    self.destroy = destroy
    self.destroyDirty = destroyDirty ?? destroy
    self.export = export
    self.import = `import`
    self.servers = servers
  }
}
