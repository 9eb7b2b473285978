// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

@Suite struct TableNameTests {
  @Test func `names stay what scripts ask for`() {
    #expect(
      TableName.allCases.map(\.rawValue) == [
        "measurements", "comparisons", "outcomes", "requirement", "front", "outer-shares",
        "outer-flips", "outer-winners", "outer-indices", "outer-samples", "sensitivity", "a-a",
        "a-a-claims", "files",
      ])
  }
}
