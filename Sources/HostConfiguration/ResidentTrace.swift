// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// The resident memory of a program over time, as a task replays it.
public struct ResidentTrace: Sendable, Hashable {
  /// One observation.
  public struct Sample: Sendable, Hashable {
    /// Since the start of the program.
    public var time: SimulatedDuration
    /// What it holds from then on.
    public var resident: Pages

    /// Makes an observation.
    public init(time: SimulatedDuration, resident: Pages) {
      self.time = time
      self.resident = resident
    }
  }

  /// Where the trace comes from, for reports.
  public let source: String
  /// The observations: times rise strictly, the first is 0.
  public let samples: [Sample]

  /// Makes a trace.
  ///
  /// - Precondition: Times rise strictly and start at 0.
  public init(source: String, samples: [Sample]) {
    precondition(samples.first?.time ?? .zero == .zero, "A trace starts at 0.")
    for (one, next) in zip(samples, samples.dropFirst()) {
      precondition(one.time < next.time, "The times of a trace rise.")
    }
    self.source = source
    self.samples = samples
  }
}
