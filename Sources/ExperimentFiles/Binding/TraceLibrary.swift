// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
internal import MemoryTraces
internal import Synchronization

/// The recorded traces of an experiment; each is read once, however many trials replay it.
public final class TraceLibrary: Sendable {
  /// Why a trace cannot be replayed, in words that follow its name.
  public struct Failure: Error {
    /// The reason.
    public let reason: String

    /// Creates a failure; the reason is lower case, without a full stop.
    public init(reason: String) {
      self.reason = reason
    }
  }

  private typealias Read = @Sendable (String, FileLibrary) throws(Failure) -> ResidentTrace

  private let read: Read
  private let files: FileLibrary
  private let known = Mutex<[String: Result<ResidentTrace, Failure>]>([:])

  /// Creates a library.
  ///
  /// - Parameter read: reads the trace at a path.
  public init(read: @escaping @Sendable (String) throws(Failure) -> ResidentTrace) {
    self.read = { path, _ throws(Failure) in try read(path) }
    files = FileLibrary()
  }

  private init(files: FileLibrary, read: @escaping Read) {
    self.files = files
    self.read = read
  }

  /// A library that reads in the same way, but from the files of one experiment.
  func reading(from files: FileLibrary) -> TraceLibrary {
    TraceLibrary(files: files, read: read)
  }

  /// The traces in the files of this machine.
  public static var files: TraceLibrary {
    TraceLibrary(files: FileLibrary()) { path, files throws(Failure) in
      let kept = files.text(of: path)
      guard kept != nil || !files.isClosed else {
        throw Failure(reason: "is not among the recorded files")
      }
      var bytes: [UInt8] = []
      do throws(MemoryTraceError) {
        let text = if let kept { kept } else { try MemoryTrace.bytes(ofFile: path) }
        bytes = text
        files.keep(text, of: path)
        let trace = try MemoryTrace(parsing: text, path: path)
        return ResidentTrace(
          source: path,
          samples: trace.samples.map { .init(time: $0.simulatedTime, resident: $0.residentPages) })
      } catch {
        let first = error.faults[0]
        let place = first.place.map { "in line \($0.line), column \($0.column): " } ?? ""
        let more = error.faults.count + error.omittedFaultCount - 1
        throw Failure(
          reason: "cannot be replayed: \(place)\(first.message)"
            + (more > 0 ? " (and \(CountText.of(more, "more fault")))" : "")
            + importHint(bytes, path))
      }
    }
  }

  /// How a trace can be made of a file that is none; empty where that is not known.
  private static func importHint(_ bytes: [UInt8], _ path: String) -> String {
    guard let kind = ForeignTraceKind(recognizing: bytes) else { return "" }
    let command = ForeignTraceKind.importCommand(for: path)
    guard bytes.starts(with: Array("# setaside-trace:".utf8)) else {
      return "; it is \(kind.words), of which '\(command)' makes a trace"
    }
    // Times that do not begin at 0 and numbers with exponents can be mended, and times that fall not.
    guard (try? TraceImport(parsing: bytes, path: path, settings: .init())) != nil else {
      return ""
    }
    return "; '\(command)' makes a trace of it"
  }

  /// A library without traces, for experiments that replay none.
  public static var empty: TraceLibrary {
    TraceLibrary { path throws(Failure) in throw Failure(reason: "traces cannot be read here") }
  }

  /// The trace that a file names, relative to itself or to a directory above it, as includes are.
  func trace(_ name: String, namedIn file: String) throws(Failure) -> ResidentTrace {
    let candidates = FilePaths.searchPath(from: file).map { FilePaths.join($0, name) }
    return try trace(candidates.first(where: files.exists) ?? candidates[0])
  }

  /// The trace at a path.
  private func trace(_ path: String) throws(Failure) -> ResidentTrace {
    let result = known.withLock { known in
      if let result = known[path] { return result }
      let result: Result<ResidentTrace, Failure>
      do throws(Failure) {
        result = .success(try read(path, files))
      } catch {
        result = .failure(error)
      }
      known[path] = result
      return result
    }
    return try result.get()
  }
}
