// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

extension MemoryTrace.Sample {
  /// The time since the start of the recording, as the simulator counts it.
  public var simulatedTime: SimulatedDuration {
    SimulatedDuration(nanoseconds: Int64(timeNanoseconds))
  }

  /// The memory held, in pages of the simulated host, rounded up: a part of a page takes all of it.
  ///
  /// The recording machine may have had pages of another size.
  public var residentPages: Pages {
    let bytes = Int64(residentBytes)
    return Pages((bytes + Pages.bytesPerPage - 1) / Pages.bytesPerPage)
  }
}
