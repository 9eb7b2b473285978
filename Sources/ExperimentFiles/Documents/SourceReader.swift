// SPDX-License-Identifier: Apache-2.0

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
        reason: FileManager.default.fileExists(atPath: path)
          ? "cannot be read" : "does not exist" + (namesake(of: path) ?? ""))
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

  /// The file that was probably meant, whose name has another ending or another case.
  private static func namesake(of path: String) -> String? {
    let file = URL(fileURLWithPath: path)
    let folder = file.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
    let stem = file.deletingPathExtension().lastPathComponent.lowercased()
    let yaml = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
    let same = yaml.first {
      URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent.lowercased() == stem
    }
    guard let name = same ?? Spelling.closest(to: file.lastPathComponent, in: yaml) else {
      return nil
    }
    let prefix = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    return ", did you mean '\(prefix)\(name)'?"
  }

  private static func tooLarge(_ size: Int) -> Failure {
    Failure(
      reason: "is too large for an experiment: \(size >> 20) MiB, at most \(bytesMax >> 20) MiB")
  }

  /// Refuses binary files, before libyaml names them by a fault somewhere inside.
  private static func checkIsText(_ bytes: [UInt8], named name: String) throws(Failure) {
    if let encoding = EncodingName.ofWideText(bytes) {
      throw Failure(
        reason: "is text in \(encoding), expected UTF-8; this writes it anew: iconv -f \(encoding) "
          + "-t UTF-8")
    }
    if let offset = bytes.firstIndex(of: 0) {
      throw Failure(reason: "is a binary file: byte \(offset) is zero, expected YAML text")
    }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    decoding: while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        offset += UTF8.width(scalar)
      case .emptyInput:
        break decoding
      case .error:
        let source = Source(name: name, text: bytes)
        // The mark at the beginning is not part of the source's text.
        let (line, column) = source.position(ofByte: offset - (bytes.count - source.text.count))
        throw Failure(
          reason: "is not text in UTF-8",
          location: SourceLocation(source: source, line: line, column: column))
      }
    }
  }
}
