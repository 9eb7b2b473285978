// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// All the faults that were found, so that a user sees every one of them at once.
public struct Diagnostics: Sendable {
  /// The most diagnostics that are printed; the rest is counted.
  public static let printedMax = 100

  /// The most diagnostics that are kept: a file of nothing but faults is not worth more time.
  static let keptMax = 1000

  private var found: [Diagnostic] = []
  private var omitted = 0

  /// Creates a list without faults.
  public init() {}

  /// Adds a diagnostic, unless the very same one is there already.
  public mutating func report(_ diagnostic: Diagnostic) {
    guard found.count < Self.keptMax else {
      omitted += 1
      return
    }
    // The same node may be read for several points of a sweep; its fault is one fault.
    guard !found.contains(diagnostic) else { return }
    found.append(diagnostic)
  }

  /// Adds an error.
  mutating func error(
    _ message: String, at location: SourceLocation, suggestion: String? = nil,
    notes: [Diagnostic.Note] = []
  ) {
    let unusual = UnusualCharacter.note(at: location).map { [$0] } ?? []
    report(Diagnostic(message, at: location, suggestion: suggestion, notes: notes + unusual))
  }

  /// Adds all the diagnostics of another list.
  public mutating func report(contentsOf other: Diagnostics) {
    for diagnostic in other.found { report(diagnostic) }
    omitted += other.omitted
  }

  /// The diagnostics by file and place; those of one place in the order in which they were found.
  public var sorted: [Diagnostic] {
    found.enumerated().sorted {
      $0.element.location != $1.element.location
        ? $0.element.location < $1.element.location : $0.offset < $1.offset
    }.map(\.element)
  }

  /// Whether nothing at all was found.
  public var isEmpty: Bool { found.isEmpty }

  /// Whether an error was found, so that nothing may be run.
  public var hasErrors: Bool { found.contains { $0.severity == .error } }

  /// Whether an error was found at a place.
  func hasError(at location: SourceLocation) -> Bool { error(at: location) != nil }

  /// The first error that was found at a place.
  func error(at location: SourceLocation) -> Diagnostic? {
    found.first { $0.severity == .error && $0.location == location }
  }

  /// Adds the diagnostics of another list, but for those at some places.
  mutating func report(contentsOf other: Diagnostics, exceptAt places: [SourceLocation]) {
    for diagnostic in other.found where !places.contains(diagnostic.location) {
      report(diagnostic)
    }
    omitted += other.omitted
  }

  /// The number of diagnostics.
  public var count: Int { found.count + omitted }
}

extension Diagnostics: CustomStringConvertible {
  /// The diagnostics as they are printed for the user, at most ``printedMax`` of them.
  public var description: String {
    var lines = sorted.prefix(Self.printedMax).map(\.description)
    if count > Self.printedMax {
      lines.append("and \(CountText.of(count - Self.printedMax, "more fault"))")
    }
    return lines.joined(separator: "\n")
  }
}
