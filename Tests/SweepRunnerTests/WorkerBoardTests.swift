// SPDX-License-Identifier: Apache-2.0

internal import Testing

@testable internal import SweepRunner

struct WorkerBoardTests {
  @Test func `its memory is where no descriptor of a worker is put`() throws {
    // Its number is the lowest that is free when it is made, which may be one of those.
    let boards = try (0..<3).map { _ in try #require(WorkerBoard()) }
    for board in boards {
      #expect(board.descriptor >= WorkerDescriptors.spare)
      #expect(board.current == nil)
    }
  }
}
