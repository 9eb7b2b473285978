// SPDX-License-Identifier: Apache-2.0

/// Reads a file with everything that it includes into one tree.
///
/// `include` names a file or a list of files, relative to the including file, or to a directory
/// above it up to the one named `experiments`. Where two files say something about the same key,
/// the nearer wins: the including file over the included, a later include over an earlier one (see
/// ``Node/overlaid(by:)``). Every value keeps the place where it was written.
struct IncludeLoader {
  /// The longest chain of files that include each other.
  static let depthMax = 16

  /// The most includes of one experiment, however often each file is among them.
  static let includesMax = 256

  private let files: FileLibrary
  /// The trees of files that have been read with all that they include; nil of faulty ones.
  private var trees: [String: Node?] = [:]
  private var includeCount = 0
  private var chain: [String] = []
  private(set) var diagnostics = Diagnostics()
  /// Whether nothing is missing from the tree: no file of it was unreadable or broken off.
  private(set) var isWhole = true

  /// Creates a loader of the files of this machine, or of recorded ones.
  init(files: FileLibrary = FileLibrary()) {
    self.files = files
  }

  /// Loads a file.
  ///
  /// - Returns: the merged tree without its `include` keys, or nil when there is nothing to go on
  ///   with; what is wrong with it is in ``diagnostics``.
  mutating func load(_ path: String) -> Node? {
    load(path, includedAt: nil)
  }

  private mutating func load(_ path: String, includedAt place: SourceLocation?) -> Node? {
    // However many files include it: what it says is the same.
    if let known = trees[path] { return known }
    let node = read(path, includedAt: place)
    if node == nil { isWhole = false }
    trees[path] = .some(node)
    return node
  }

  private mutating func read(_ path: String, includedAt place: SourceLocation?) -> Node? {
    let source: Source
    do throws(SourceReader.Failure) {
      source = try SourceReader(files: files).read(path)
    } catch {
      let location = error.location ?? place ?? .start(of: Source(name: path, text: ""))
      diagnostics.error("'\(path)' \(error.reason)", at: location)
      return nil
    }
    guard let root = DocumentReader.read(source, reportingTo: &diagnostics) else { return nil }
    guard let mapping = root.mapping else {
      diagnostics.error(
        root.isNull
          ? "the file is empty, expected an experiment"
          : "expected keys such as 'host:' and 'guests:', found \(root.kindDescription)",
        at: root.location)
      return nil
    }
    chain.append(path)
    defer { chain.removeLast() }
    return resolve(mapping, of: root.location, in: path)
  }

  private mutating func resolve(
    _ mapping: Mapping, of location: SourceLocation, in path: String
  ) -> Node {
    var own = Node(content: .mapping(mapping), location: location)
    guard let include = mapping["include"] else { return own }
    own.content = .mapping(Mapping(entries: mapping.entries.filter { $0.key != "include" }))
    var base: Node?
    if include.isNull { return own }
    for item in include.items ?? [include] {
      includeCount += 1
      guard includeCount <= Self.includesMax else {
        diagnostics.error(
          "more than \(Self.includesMax) includes in one experiment", at: item.location)
        isWhole = false
        break
      }
      guard let name = item.text, !item.isNull else {
        diagnostics.error(
          "'include': expected a file such as 'hosts/lpar-96g.yaml', "
            + "found \(item.kindDescription)", at: item.location)
        isWhole = false
        continue
      }
      guard let included = loadIncluded(name, at: item.location, from: path) else {
        isWhole = false
        continue
      }
      base = base?.overlaid(by: included) ?? included
    }
    return base?.overlaid(by: own) ?? own
  }

  private mutating func loadIncluded(
    _ name: String, at place: SourceLocation, from path: String
  ) -> Node? {
    let candidates = FilePaths.searchPath(from: path).map { FilePaths.join($0, name) }
    guard let file = candidates.first(where: files.exists) else {
      let places = candidates.map { "'\($0)'" }.joined(separator: ", ")
      diagnostics.error("cannot find the included file '\(name)', tried \(places)", at: place)
      return nil
    }
    if let start = chain.firstIndex(of: file) {
      let cycle = (chain[start...] + [file]).joined(separator: " -> ")
      diagnostics.error("these files include each other: \(cycle)", at: place)
      return nil
    }
    guard chain.count < Self.depthMax else {
      diagnostics.error("includes are nested deeper than \(Self.depthMax) files", at: place)
      return nil
    }
    return load(file, includedAt: place)
  }
}
