// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// What one cost is taken to be, in which range, and on what grounds.
public struct CostFigure: Sendable {
  /// Where a cost comes from.
  public enum Origin: String, Sendable, Hashable, CaseIterable {
    /// Somebody has published a figure: the source says who.
    case published
    /// Nobody has: the value is an assumption, and the source says what its range rests upon.
    case assumed
  }

  /// Its path in an experiment, such as `costs.unmap`.
  public let path: String
  /// What it is unless an experiment says otherwise.
  public let standard: SimulatedDuration
  /// What it may well be on some machine.
  public let range: ClosedRange<SimulatedDuration>
  /// Whether a figure is public.
  public let origin: Origin
  /// The source of the figure, or of the range.
  public let source: String
  private let value: @Sendable (TrialConfiguration) -> SimulatedDuration

  init(
    _ path: String, _ standard: Int64, in range: ClosedRange<Int64>, _ origin: Origin,
    _ value: @escaping @Sendable (TrialConfiguration) -> SimulatedDuration, _ source: String
  ) {
    self.path = path
    self.standard = SimulatedDuration(nanoseconds: standard)
    self.range =
      SimulatedDuration(
        nanoseconds: range.lowerBound)...SimulatedDuration(nanoseconds: range.upperBound)
    self.origin = origin
    self.source = source
    self.value = value
  }

  /// What it is in a trial.
  public func value(in trial: TrialConfiguration) -> SimulatedDuration { value(trial) }
}
