// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A process and all its descendants, found anew at each reading.
///
/// A descendant that was seen once stays counted when its parent ends and another process adopts it. One
/// that is born and orphaned between two readings is missed.
internal struct ProcessTree {
  /// What one pass over the tree found.
  struct Reading {
    var bytes = 0
    var processCount = 0
    var deniedCount = 0
  }

  /// A process, told from a later one with the same number by when it started.
  private struct Member {
    let processID: Int32
    let startTime: Int
  }

  /// The largest number of processes that are followed.
  private static let memberCountMax = 100_000

  private let memory: MeasuredMemory
  private let pageBytes = sysconf(Int32(_SC_PAGESIZE))
  private var members: [Member] = []
  private var file = ProcessFile()

  /// Follows the tree below a process that this one started and has not waited for.
  init(root processID: Int32, memory: MeasuredMemory) {
    self.memory = memory
    if let status = try? status(of: processID) {
      members = [Member(processID: processID, startTime: status.startTime)]
    }
  }

  /// Says whether this kernel lists the children of a thread, which needs CONFIG_PROC_CHILDREN.
  static func isSupported() -> Bool {
    access("/proc/self/task/\(getpid())/children", R_OK) == 0
  }

  /// Adds up the memory of all processes of the tree that are alive.
  mutating func read() -> Reading {
    var reading = Reading()
    var known: [Int32: Int] = [:]
    for member in members { known[member.processID] = member.startTime }
    var alive: [Member] = []
    var queue = members.map(\.processID)
    var visited = Set(queue)
    var next = 0
    while next < queue.count {
      let processID = queue[next]
      next += 1
      guard let status = try? status(of: processID) else { continue }
      if let startTime = known[processID], startTime != status.startTime { continue }
      alive.append(Member(processID: processID, startTime: status.startTime))
      do {
        reading.bytes += try bytes(of: processID, status: status)
        reading.processCount += 1
      } catch {
        if error == .denied { reading.deniedCount += 1 }
      }
      for child in children(of: processID, threadCount: status.threadCount)
      where queue.count < Self.memberCountMax && visited.insert(child).inserted {
        queue.append(child)
      }
    }
    members = alive
    return reading
  }

  // MARK: Files of a process

  private struct Status {
    let threadCount: Int
    let startTime: Int
    let residentPages: Int
  }

  private mutating func status(of processID: Int32) throws(ProcessFile.Failure) -> Status {
    let bytes = try file.read("/proc/\(processID)/stat")
    // The name of the program stands in parentheses and may contain anything, parentheses too.
    guard let close = bytes.lastIndex(of: UInt8(ascii: ")")) else { throw .gone }
    let fields = bytes[(close + 1)...].split(separator: UInt8(ascii: " "))
    // proc_pid_stat(5) counts fields from 1; the first one behind the name is the third.
    guard fields.count > 24 - 3, let threadCount = Self.number(fields[20 - 3]),
      let startTime = Self.number(fields[22 - 3]), let residentPages = Self.number(fields[24 - 3])
    else { throw .gone }
    return Status(
      threadCount: threadCount, startTime: startTime, residentPages: residentPages)
  }

  private mutating func bytes(
    of processID: Int32, status: Status
  ) throws(ProcessFile.Failure) -> Int {
    switch memory {
    case .resident:
      return status.residentPages * pageBytes
    case .proportional:
      // A process that has ended but was not waited for has no address space and so no such text.
      let bytes = try file.read("/proc/\(processID)/smaps_rollup")
      let label = Array("Pss:".utf8)
      for line in bytes.split(separator: UInt8(ascii: "\n")) where line.starts(with: label) {
        let words = line.dropFirst(label.count).split(separator: UInt8(ascii: " "))
        return (words.first.flatMap { Self.number($0) } ?? 0) * 1024
      }
      return 0
    }
  }

  private mutating func children(of processID: Int32, threadCount: Int) -> [Int32] {
    // A child belongs to the thread that made it, and most processes have but one.
    let threads = threadCount == 1 ? [processID] : threadIDs(of: processID)
    var children: [Int32] = []
    for thread in threads {
      guard let bytes = try? file.read("/proc/\(processID)/task/\(thread)/children") else {
        continue
      }
      for word in bytes.split(separator: UInt8(ascii: " ")) {
        if let number = Self.number(word) { children.append(Int32(truncatingIfNeeded: number)) }
      }
    }
    return children
  }

  private func threadIDs(of processID: Int32) -> [Int32] {
    guard let directory = opendir("/proc/\(processID)/task") else { return [] }
    defer { closedir(directory) }
    var threads: [Int32] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let thread = Int32(name) { threads.append(thread) }
    }
    return threads
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
      guard (48...57).contains(digit) else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product &+ Int(digit - 48)
    }
    return digits.isEmpty ? nil : value
  }
}
