// SPDX-License-Identifier: Apache-2.0

internal import CProcess
internal import Glibc
internal import Synchronization

/// A few words of memory that a worker and the runner share.
///
/// They survive the worker: so the runner knows which trial it died of without being told of each.
final class WorkerBoard {
  private static let bytes = 4_096
  private static let wordCount = 3

  /// The descriptor of the memory.
  let descriptor: Int32
  private let words: UnsafeMutablePointer<Atomic<UInt64>>

  /// Makes the memory; nil where the system has none left.
  convenience init?() {
    let lowest = setaside_shared_memory("setaside worker")
    guard lowest >= 0 else { return nil }
    let descriptor = fcntl(lowest, F_DUPFD_CLOEXEC, WorkerDescriptors.spare)
    close(lowest)
    guard descriptor >= 0 else { return nil }
    guard ftruncate(descriptor, off_t(Self.bytes)) == 0 else {
      close(descriptor)
      return nil
    }
    // A policy may do to every descriptor what it likes.
    guard setaside_seal_size(descriptor) == 0 else {
      close(descriptor)
      return nil
    }
    self.init(descriptor)
  }

  /// Maps memory that was made elsewhere and is all zero; nil where it is none.
  init?(_ descriptor: Int32) {
    let memory = mmap(nil, Self.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let memory, memory != MAP_FAILED else { return nil }
    self.descriptor = descriptor
    words = memory.bindMemory(to: Atomic<UInt64>.self, capacity: Self.wordCount)
  }

  deinit {
    munmap(words, Self.bytes)
    close(descriptor)
  }

  /// The trial that the worker is on, by what the runner calls it; nil between trials.
  var current: Int? {
    get {
      let word = words[0].load(ordering: .acquiring)
      return word == 0 ? nil : Int(exactly: word - 1)
    }
    set { words[0].store(newValue.map { UInt64($0) + 1 } ?? 0, ordering: .releasing) }
  }

  /// How many trials the worker has begun.
  var begun: UInt64 {
    get { words[1].load(ordering: .acquiring) }
    set { words[1].store(newValue, ordering: .releasing) }
  }

  /// Whether the worker shall begin no further trial.
  var isStopping: Bool {
    get { words[2].load(ordering: .acquiring) != 0 }
    set { words[2].store(newValue ? 1 : 0, ordering: .releasing) }
  }
}
