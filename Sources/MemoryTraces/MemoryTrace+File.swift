// SPDX-License-Identifier: Apache-2.0

internal import Glibc

extension MemoryTrace {
  /// The largest file that is read: 64 MiB, in bytes.
  public static let fileBytesMax = 64 << 20

  /// Reads a trace file.
  ///
  /// The format is text in UTF-8: the line `# setaside-trace: 1`; comment lines, of which `# command:`,
  /// `# recorded:`, `# host:`, `# interval:` and `# memory:` are understood, each at most once, and the
  /// others are kept as notes; the line `time_ns,resident_bytes`; then one row for each sample, two
  /// whole numbers, with times that start at 0 and strictly increase. Every line ends with a line feed;
  /// a carriage return before it is ignored.
  ///
  /// - Parameter path: the file, also named in every fault.
  /// - Throws: ``MemoryTraceError`` with every fault of the file (the first 20 in full), or with one
  ///   that has no place if the file cannot be read, is no regular file or is larger than
  ///   ``fileBytesMax``.
  public init(contentsOf path: String) throws(MemoryTraceError) {
    var parser = MemoryTraceParser(bytes: try Self.bytes(ofFile: path), path: path)
    self = try parser.parse()
  }

  /// Reads the text of a trace file; the format is that of ``init(contentsOf:)``.
  ///
  /// - Parameters:
  ///   - text: the whole text.
  ///   - path: the name to print in front of each fault.
  /// - Throws: ``MemoryTraceError`` with every fault of the text.
  public init(parsing text: String, path: String) throws(MemoryTraceError) {
    try self.init(parsing: Array(text.utf8), path: path)
  }

  /// Reads the bytes of a trace file, as ``init(parsing:path:)-(String,_)`` reads its text.
  public init(parsing bytes: [UInt8], path: String) throws(MemoryTraceError) {
    guard bytes.count <= Self.fileBytesMax else {
      throw FaultList.error(path: path, Self.tooLarge(bytes.count))
    }
    var parser = MemoryTraceParser(bytes: bytes, path: path)
    self = try parser.parse()
  }

  /// The text of the file: reading it gives an equal trace.
  public var text: String {
    var text = header.lines.joined(separator: "\n")
    text += "\ntime_ns,resident_bytes\n"
    text.reserveCapacity(text.utf8.count + samples.count * 26)
    for sample in samples {
      text += "\(sample.timeNanoseconds),\(sample.residentBytes)\n"
    }
    return text
  }

  /// Writes the trace to a file, whole or not at all.
  ///
  /// An existing file is replaced in one step, so that a reader never sees half a trace.
  ///
  /// - Throws: ``MemoryTraceError`` with one fault if the file cannot be written, or if something that
  ///   is no regular file has that name.
  public func write(to path: String) throws(MemoryTraceError) {
    do {
      let file = try AtomicFile(path: path)
      try file.commit(text)
    } catch {
      throw FaultList.error(path: path, "cannot be written: \(error.reason)")
    }
  }

  private static func tooLarge(_ count: Int) -> String {
    "expected at most \(fileBytesMax) bytes, found \(count)"
  }

  /// Reads the bytes of a file that may be a trace, without looking at them.
  ///
  /// - Throws: ``MemoryTraceError`` with one fault if the file cannot be read, is no regular file or
  ///   is larger than ``fileBytesMax``.
  public static func bytes(ofFile path: String) throws(MemoryTraceError) -> [UInt8] {
    // Without O_NONBLOCK, opening a named pipe would wait for somebody to write to it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw FaultList.error(path: path, "cannot be read: \(systemReason(errno))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FaultList.error(path: path, "cannot be read: \(systemReason(errno))")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw FaultList.error(path: path, "expected a trace file, found a directory")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FaultList.error(path: path, "expected a trace file, found something that is no file")
    }
    let size = Int(status.st_size)
    guard size <= fileBytesMax else { throw FaultList.error(path: path, tooLarge(size)) }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let part = read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
        if part > 0 { count += part; continue }
        if part < 0 && errno == EINTR { continue }
        if part < 0 { failure = errno }
        break
      }
    }
    guard failure == 0 else {
      throw FaultList.error(path: path, "cannot be read: \(systemReason(failure))")
    }
    return bytes
  }
}
