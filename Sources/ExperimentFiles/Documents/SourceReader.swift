internal import Foundation

/// Reads whole files, and says in plain words why one cannot be read.
struct SourceReader: Sendable {
  /// The largest file that is read, in bytes; a larger one is refused before it is read.
  static let bytesMax = 4 << 20

  /// Why a file was not read, in words that follow the file's name.
  struct Failure: Error {
    /// The reason, such as `is a directory`.
    var reason: String
    /// The source, where the fault has a place inside the text.
    var location: SourceLocation?
  }

  /// Where files are looked for and kept.
  let files: FileLibrary

  /// Reads a file that must be text in UTF-8.
  ///
  /// - Throws: ``Failure`` for what is not a readable, regular file of text of at most
  ///   ``bytesMax`` bytes.
  func read(_ path: String) throws(Failure) -> Source {
    if let text = files.text(of: path) { return Source(name: path, text: text) }
    guard !files.isClosed else { throw Failure(reason: "is not among the recorded files") }
    let bytes = try Self.bytes(of: path)
    try Self.checkIsText(bytes, named: path)
    files.keep(bytes, of: path)
    return Source(name: path, text: bytes)
  }

  private static func bytes(of path: String) throws(Failure) -> [UInt8] {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes: [FileAttributeKey: Any]
    do {
      attributes = try FileManager.default.attributesOfItem(atPath: file)
    } catch {
      throw Failure(
        reason: FileManager.default.fileExists(atPath: path) ? "cannot be read" : "does not exist")
    }
    switch attributes[.type] as? FileAttributeType {
    case .typeRegular: break
    case .typeDirectory: throw Failure(reason: "is a directory, expected a YAML file")
    default: throw Failure(reason: "is not a regular file")
    }
    let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
    guard size <= bytesMax else { throw tooLarge(size) }
    let data: Data?
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
      // One byte more than allowed tells of a file that grew meanwhile.
      data = try handle.read(upToCount: bytesMax + 1)
      try handle.close()
    } catch {
      throw Failure(reason: "cannot be read: permission denied or a failing device")
    }
    let bytes = [UInt8](data ?? Data())
    guard bytes.count <= bytesMax else { throw tooLarge(bytes.count) }
    return bytes
  }

  private static func tooLarge(_ size: Int) -> Failure {
    Failure(
      reason: "is too large for an experiment: \(size >> 20) MiB, at most \(bytesMax >> 20) MiB")
  }

  /// Refuses binary files, before libyaml names them by a fault somewhere inside.
  private static func checkIsText(_ bytes: [UInt8], named name: String) throws(Failure) {
    if let offset = bytes.firstIndex(of: 0) {
      throw Failure(reason: "is a binary file: byte \(offset) is zero, expected YAML text")
    }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var (line, column) = (1, 1)
    decoding: while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        column += 1
        if scalar == "\n" { (line, column) = (line + 1, 1) }
      case .emptyInput:
        break decoding
      case .error:
        let source = Source(name: name, text: bytes)
        throw Failure(
          reason: "is not text in UTF-8",
          location: SourceLocation(source: source, line: line, column: column))
      }
    }
  }
}
