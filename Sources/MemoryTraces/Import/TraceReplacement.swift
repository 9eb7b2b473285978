// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Which file a new trace may replace.
internal enum TraceReplacement {
  /// Refuses to overwrite what this program did not write, or what was not meant to be replaced.
  ///
  /// - Parameter replaces: whether a trace that is there may be replaced; anything else never is.
  static func check(_ path: String, replaces: Bool) throws(TraceRecorderError) {
    // What cannot be read or is no file is told of by who writes it; an empty file holds nothing.
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      return
    }
    guard let stream = fopen(path, "re") else { return }
    defer { fclose(stream) }
    let mark = Array("# setaside-trace:".utf8)
    var start = [UInt8](repeating: 0, count: mark.count)
    let isTrace = fread(&start, 1, start.count, stream) == mark.count && start == mark
    guard isTrace, replaces else { throw .exists(path: path, isTrace: isTrace) }
  }
}

extension MemoryTrace {
  /// Writes the trace to a file, whole or not at all, unless something else would be lost.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - replaces: whether a trace that is there may be replaced; anything else never is.
  /// - Throws: ``TraceRecorderError`` if the file cannot be written, or is not to be replaced.
  public func write(to path: String, replaces: Bool) throws(TraceRecorderError) {
    try TraceReplacement.check(path, replaces: replaces)
    do throws(AtomicFile.Failure) {
      let file = try AtomicFile(path: path)
      try file.commit(text)
    } catch {
      throw .cannotWrite(path: path, reason: error.reason)
    }
  }
}
