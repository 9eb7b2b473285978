// SPDX-License-Identifier: Apache-2.0

/// The faults of one trace while it is being read.
internal struct FaultList {
  private let path: String
  private var faults: [MemoryTraceError.Fault] = []
  private var omittedCount = 0

  init(path: String) {
    self.path = path
  }

  /// Notes a fault; beyond the bound it is only counted.
  mutating func append(_ message: String, at place: MemoryTraceError.Place? = nil) {
    guard faults.count < MemoryTraceError.faultCountMax else {
      omittedCount += 1
      return
    }
    faults.append(.init(path: path, place: place, message: message))
  }

  /// Whether nothing was noted.
  var isEmpty: Bool { faults.isEmpty }

  /// The same faults in the order of the file, those of the file as a whole first.
  func sorted() -> FaultList {
    var list = self
    list.faults = faults.enumerated().sorted { one, other in
      let places = [one, other].map { ($0.element.place?.line ?? 0, $0.element.place?.column ?? 0) }
      return places[0] == places[1] ? one.offset < other.offset : places[0] < places[1]
    }.map(\.element)
    return list
  }

  /// Throws all that was noted.
  func throwIfAny() throws(MemoryTraceError) {
    guard faults.isEmpty else {
      throw MemoryTraceError(faults: faults, omittedFaultCount: omittedCount)
    }
  }

  /// Returns the error of a single fault of the file as a whole.
  static func error(path: String, _ message: String) -> MemoryTraceError {
    MemoryTraceError(
      faults: [.init(path: path, place: nil, message: message)], omittedFaultCount: 0)
  }
}
