// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// What the host's own work costs; each at least 1 ns.
///
/// ``CostTable`` has the range and the source of each.
public struct CostDescription: Sendable, Hashable {
  /// Setting one page aside in a node that has room.
  public var append: SimulatedDuration
  /// Allocating a node.
  public var node: SimulatedDuration
  /// Failing to allocate a node.
  public var failedNode: SimulatedDuration
  /// Allocating and zeroing one page on a fault.
  public var fault: SimulatedDuration
  /// Unmapping and freeing one page that needs no Ultravisor call.
  public var unmap: SimulatedDuration
  /// Scanning one page in reclaim.
  public var scan: SimulatedDuration
  /// Dropping one clean page in reclaim, on top of the scan.
  public var reclaim: SimulatedDuration
  /// One pass of reclaim that finds nothing.
  public var fruitlessPass: SimulatedDuration
  /// From the wake-up of a kernel thread to its being runnable.
  public var wake: SimulatedDuration
  /// Switching from one actor to the next on a shared CPU.
  public var contextSwitch: SimulatedDuration

  /// Describes the costs; what is not given is as in ``CostTable``.
  public init(
    append: SimulatedDuration = CostTable.append.standard,
    node: SimulatedDuration = CostTable.node.standard,
    failedNode: SimulatedDuration = CostTable.failedNode.standard,
    fault: SimulatedDuration = CostTable.fault.standard,
    unmap: SimulatedDuration = CostTable.unmap.standard,
    scan: SimulatedDuration = CostTable.scan.standard,
    reclaim: SimulatedDuration = CostTable.reclaim.standard,
    fruitlessPass: SimulatedDuration = CostTable.fruitlessPass.standard,
    wake: SimulatedDuration = CostTable.wake.standard,
    contextSwitch: SimulatedDuration = CostTable.contextSwitch.standard
  ) {
    self.append = append
    self.node = node
    self.failedNode = failedNode
    self.fault = fault
    self.unmap = unmap
    self.scan = scan
    self.reclaim = reclaim
    self.fruitlessPass = fruitlessPass
    self.wake = wake
    self.contextSwitch = contextSwitch
  }

  /// The defaults of engine 3, which took an unmapped page to be five to six times cheaper.
  public static let engine3 = CostDescription(
    append: SimulatedDuration(nanoseconds: 100), node: SimulatedDuration(nanoseconds: 250),
    failedNode: SimulatedDuration(nanoseconds: 400), fault: .microseconds(1),
    unmap: SimulatedDuration(nanoseconds: 100), scan: SimulatedDuration(nanoseconds: 150),
    reclaim: SimulatedDuration(nanoseconds: 500), fruitlessPass: .microseconds(50),
    wake: .microseconds(20), contextSwitch: .microseconds(3))
}
