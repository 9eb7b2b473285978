public import PolicyKit

/// What the host's own work costs; each at least 1 ns, and all of them assumptions.
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

  /// Describes the costs.
  public init(
    append: SimulatedDuration = SimulatedDuration(nanoseconds: 100),
    node: SimulatedDuration = SimulatedDuration(nanoseconds: 250),
    failedNode: SimulatedDuration = SimulatedDuration(nanoseconds: 400),
    fault: SimulatedDuration = .microseconds(1),
    unmap: SimulatedDuration = SimulatedDuration(nanoseconds: 100),
    scan: SimulatedDuration = SimulatedDuration(nanoseconds: 150),
    reclaim: SimulatedDuration = SimulatedDuration(nanoseconds: 500),
    fruitlessPass: SimulatedDuration = .microseconds(50),
    wake: SimulatedDuration = .microseconds(20),
    contextSwitch: SimulatedDuration = .microseconds(3)
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
}
