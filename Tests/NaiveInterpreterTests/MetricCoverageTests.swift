// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import NaiveInterpreter
internal import PolicyKit
internal import Testing

/// A metric that is always 0, or never there, is compared by nobody.
struct MetricCoverageTests {
  @Test func `every metric has several values on random hosts`() {
    var values: [String: Set<Int64>] = [:]
    for seed in 1...120 as ClosedRange<UInt64> {
      for family in RandomHost.families {
        let host = family.host(seed, ProbePolicies.catalogue)
        let result = NaiveTrial.run(host, catalogue: ProbePolicies.catalogue)
        for (name, reading) in zip(MetricShape(host).names, result.readings) {
          guard let value = reading.value.integer else { continue }
          values[MetricCatalogue.generalised(name), default: []].insert(value)
        }
      }
    }
    for metric in MetricCatalogue.all {
      let count = values[metric.name]?.count ?? 0
      #expect(count >= 2, "\(metric.name) takes \(count) values.")
    }
  }

  @Test func `the interpreter knows every metric of the catalogue`() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let host = RandomHost.long(seed: seed)
      let result = NaiveTrial.run(host, catalogue: ProbePolicies.catalogue)
      for (name, reading) in zip(MetricShape(host).names, result.readings) {
        #expect(
          reading.value != .undefined(reason: "the interpreter does not know it"), "\(name)")
      }
    }
  }
}
