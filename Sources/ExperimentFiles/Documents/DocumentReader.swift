// SPDX-License-Identifier: Apache-2.0

internal import CYAML

/// Reads one YAML document into a tree of nodes with their places, straight from libyaml's events.
///
/// What could make a file mean something else than it seems to is refused with a message: anchors
/// and aliases, tags, merge keys, keys that are not text, duplicate keys, a second document.
struct DocumentReader: ~Copyable {
  /// The deepest nesting of blocks and lists.
  static let depthMax = 64
  /// The most values in one file.
  static let nodesMax = 100_000

  private let source: Source
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var nodes = 0
  private var openBrackets: [(sign: Character, location: SourceLocation)] = []
  private var diagnostics = Diagnostics()

  /// Ends the reading of a file; the diagnostic is reported already.
  private struct Stop: Error {}

  private init(_ source: Source) {
    self.source = source
    parser = .allocate(capacity: 1)
    // Initialisation fails only when there is no memory for its small buffers.
    precondition(yaml_parser_initialize(parser) == 1, "libyaml could not allocate its buffers")
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// Reads the document of a source.
  ///
  /// - Returns: the tree, or nil when the text is not readable as YAML or is empty.
  static func read(_ source: Source, reportingTo diagnostics: inout Diagnostics) -> Node? {
    read(source.text, of: source, reportingTo: &diagnostics)
  }

  /// Reads a document whose places are those of a source, but whose text differs from it.
  static func read(
    _ text: String, of source: Source, reportingTo diagnostics: inout Diagnostics
  ) -> Node? {
    read(Array(text.utf8), of: source, reportingTo: &diagnostics)
  }

  private static func read(
    _ text: [UInt8], of source: Source, reportingTo diagnostics: inout Diagnostics
  ) -> Node? {
    var reader = DocumentReader(source)
    let root = ReadableText(text).bytes.withUnsafeBufferPointer { bytes in
      yaml_parser_set_input_string(reader.parser, bytes.baseAddress, bytes.count)
      return try? reader.readDocument()
    }
    diagnostics.report(contentsOf: reader.diagnostics)
    return root
  }

  private mutating func readDocument() throws(Stop) -> Node? {
    _ = try nextEvent()  // The stream starts.
    let start = try nextEvent()
    if start.kind == YAML_STREAM_END_EVENT {
      diagnostics.error("the file is empty, expected an experiment", at: .start(of: source))
      throw Stop()
    }
    let root = try readNode(try nextEvent(), depth: 0)
    _ = try nextEvent()  // The document ends.
    let next = try nextEvent()
    if next.kind != YAML_STREAM_END_EVENT {
      diagnostics.error("expected one document in a file, found a second", at: next.location)
    }
    return root
  }

  private mutating func readNode(_ event: Event, depth: Int) throws(Stop) -> Node {
    nodes += 1
    guard nodes <= Self.nodesMax else {
      diagnostics.error("more than \(Self.nodesMax) values in one file", at: event.location)
      throw Stop()
    }
    guard depth <= Self.depthMax else {
      diagnostics.error("nested deeper than \(Self.depthMax) levels", at: event.location)
      throw Stop()
    }
    reportUnsupported(event)
    switch event.kind {
    case YAML_SEQUENCE_START_EVENT: return try readSequence(event, depth: depth)
    case YAML_MAPPING_START_EVENT: return try readMapping(event, depth: depth)
    default: return Node(content: .scalar(event.scalar), location: event.location)
    }
  }

  private mutating func readSequence(_ start: Event, depth: Int) throws(Stop) -> Node {
    if start.isFlow { openBrackets.append(("[", start.location)) }
    var items: [Node] = []
    while true {
      let event = try nextEvent()
      if event.kind == YAML_SEQUENCE_END_EVENT { break }
      items.append(try readNode(event, depth: depth + 1))
    }
    if start.isFlow { openBrackets.removeLast() }
    return Node(content: .sequence(items), location: start.location)
  }

  private mutating func readMapping(_ start: Event, depth: Int) throws(Stop) -> Node {
    if start.isFlow { openBrackets.append(("{", start.location)) }
    var entries: [Mapping.Entry] = []
    var places: [String: SourceLocation] = [:]
    while true {
      let keyEvent = try nextEvent()
      if keyEvent.kind == YAML_MAPPING_END_EVENT { break }
      let key = try readNode(keyEvent, depth: depth + 1)
      let value = try readNode(try nextEvent(), depth: depth + 1)
      guard let name = key.text else {
        diagnostics.error(
          "expected a word as a key, found \(key.kindDescription)", at: key.location)
        continue
      }
      if let first = places[name] {
        diagnostics.error(
          "duplicate key '\(name.abbreviated)'", at: key.location,
          notes: [.init(location: first, message: "the first one is here")])
        continue
      }
      places[name] = key.location
      entries.append(.init(key: name, keyLocation: key.location, value: value))
    }
    if start.isFlow { openBrackets.removeLast() }
    return Node(content: .mapping(Mapping(entries: entries)), location: start.location)
  }

  private mutating func reportUnsupported(_ event: Event) {
    if event.kind == YAML_ALIAS_EVENT || event.hasAnchor {
      diagnostics.error(
        "anchors and aliases are not supported, use 'include' or an expression such as "
          + "\"host.memory / 2\"", at: event.location)
    }
    if event.hasTag {
      diagnostics.error("tags are not supported", at: event.location)
    }
  }

  private mutating func nextEvent() throws(Stop) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else {
      let fault = SyntaxFault(parser.pointee, in: source, inside: openBrackets.last)
      diagnostics.report(fault.diagnostic)
      throw Stop()
    }
    defer { yaml_event_delete(&event) }
    return Event(event, in: source)
  }
}

/// What the reader needs of a libyaml event, copied out of it.
private struct Event {
  let kind: yaml_event_type_t
  let location: SourceLocation
  var scalar = Scalar(text: "", style: .plain)
  var isFlow = false
  var hasAnchor = false
  var hasTag = false

  init(_ event: yaml_event_t, in source: Source) {
    kind = event.type
    location = SourceLocation(event.start_mark, in: source)
    switch event.type {
    case YAML_SCALAR_EVENT:
      let data = event.data.scalar
      let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
      let text = ReadableText.original(String(decoding: bytes, as: UTF8.self))
      switch data.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        scalar = Scalar(text: text, style: .quoted)
      case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE:
        scalar = Scalar(text: text, style: .block)
      default:
        scalar = Scalar(text: text, style: .plain)
      }
      hasAnchor = data.anchor != nil
      hasTag = data.tag != nil
    case YAML_SEQUENCE_START_EVENT:
      let data = event.data.sequence_start
      isFlow = data.style == YAML_FLOW_SEQUENCE_STYLE
      hasAnchor = data.anchor != nil
      hasTag = data.tag != nil
    case YAML_MAPPING_START_EVENT:
      let data = event.data.mapping_start
      isFlow = data.style == YAML_FLOW_MAPPING_STYLE
      hasAnchor = data.anchor != nil
      hasTag = data.tag != nil
    default:
      break
    }
  }
}

extension SourceLocation {
  /// Creates a location from libyaml's mark, which counts from 0.
  init(_ mark: yaml_mark_t, in source: Source) {
    self.init(source: source, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
