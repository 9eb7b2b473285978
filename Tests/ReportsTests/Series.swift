// SPDX-License-Identifier: Apache-2.0

import HostConfiguration

@testable import Reports
@testable import ResultStore

/// Makes a metric at a point from its values; nil stands for a run in which it never came to be.
func series(
  _ name: String, _ values: [Int64?], isRandom: Bool = true, until: Int64? = nil,
  outcome: RunOutcome = .done
) throws -> MetricSeries {
  struct UnknownMetric: Error {}
  guard let definition = MetricCatalogue.definition(of: name) else { throw UnknownMetric() }
  return MetricSeries(
    name: name, definition: definition, isRandom: isRandom,
    observations: values.enumerated().map { repetition, value in
      MetricObservation(
        repetition: repetition, seed: UInt64(repetition), outcome: .ended(outcome),
        value: value.map { .defined($0) } ?? .undefined(reason: "killed"), sampleCount: nil)
    }, until: until)
}
