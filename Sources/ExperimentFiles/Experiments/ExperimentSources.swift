// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HostConfiguration

/// All that an experiment was read from: its path, the settings of the command line and the text of
/// every file, so that it can be read again anywhere, whatever becomes of the files.
///
/// Paths are kept as they were typed: messages name the same places, and includes and traces are
/// looked for in the same directories.
public struct ExperimentSources: Sendable, Hashable, Codable {
  /// A file that was read: the experiment, an include or a trace.
  public struct File: Sendable, Hashable, Codable {
    /// The path by which it was read.
    public let path: String
    /// Its whole text.
    public let text: String

    /// Describes a file.
    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// The version of the encoded text that this program writes and reads.
  private static let formatVersion = 1

  /// The path of the experiment, as it was given.
  public let path: String
  /// The settings of the command line, as they were typed and in their order.
  public let settings: [String]
  /// Every file that was read, by path.
  public let files: [File]

  private let format: Int

  /// Describes what an experiment was read from.
  public init(path: String, settings: [String], files: [File]) {
    format = Self.formatVersion
    self.path = path
    self.settings = settings
    self.files = files
  }

  /// Reads an encoded text.
  ///
  /// - Throws: ``ExperimentError`` for a text that ``encoded()`` has not written.
  public init(encoded text: String) throws(ExperimentError) {
    let start = SourceLocation.start(of: Source(name: "recorded sources", text: ""))
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
    } catch {
      throw ExperimentError(
        Diagnostic(
          "these are no sources of an experiment: the text is damaged, or was written by another "
            + "program", at: start))
    }
    guard format == Self.formatVersion else {
      throw ExperimentError(
        Diagnostic(
          "expected version \(Self.formatVersion) of the sources, found \(format): "
            + "read them with the version of setaside that wrote them", at: start))
    }
  }

  /// The sources with the rules that held when they were read, as the resolved text of then has them.
  ///
  /// Up to the third engine there was one set of rules, and no key for it: what was kept by such a
  /// program is read with the rules of that engine.
  ///
  /// - Parameter resolvedText: The experiment as it was kept beside the sources.
  public func asRead(in resolvedText: String) -> ExperimentSources {
    guard !resolvedText.split(separator: "\n").contains(where: { $0.hasPrefix("kernel:") }) else {
      return self
    }
    let kernel = "kernel=\(KernelGeneration.engine3.rawValue)"
    return ExperimentSources(path: path, settings: settings + [kernel], files: files)
  }

  /// Whether the same would be read from other sources: the same files, seen from the experiment's, with
  /// the same texts, and the same settings.
  ///
  /// How the path of the experiment was spelt does not matter; its name does.
  public func hasSameContent(as other: ExperimentSources) -> Bool {
    settings == other.settings && content == other.content
  }

  /// Whether two encoded texts have the same content, as ``hasSameContent(as:)`` says; damaged ones have
  /// none.
  public static func haveSameContent(_ one: String, _ other: String) -> Bool {
    guard let one = try? ExperimentSources(encoded: one),
      let other = try? ExperimentSources(encoded: other)
    else { return false }
    return one.hasSameContent(as: other)
  }

  /// Settings that decide on repetitions alone, so that a plan with others is the same one, extended.
  private static let settingsOfRepetitions = [
    "sweep.until=", "sweep.minimum-repetitions=", "sweep.maximum-repetitions=",
    "sweep.repetitions=",
  ]

  /// What is another experiment than that of other sources, in words that follow `the plan of`; nil
  /// where nothing differs but how often points are run.
  public func difference(from other: ExperimentSources) -> String? {
    guard content == other.content else {
      return path == other.path
        ? "the experiment before '\(path)' or what it includes was edited"
        : "another experiment of this name, '\(other.path)'"
    }
    let (own, others) = (choices, other.choices)
    guard own != others else { return nil }
    return others.isEmpty
      ? "the experiment without settings"
      : "the experiment with other settings, -s " + others.joined(separator: " -s ")
  }

  private var choices: [String] {
    settings.filter { setting in
      !Self.settingsOfRepetitions.contains { setting.hasPrefix($0) }
    }
  }

  private var content: [String: String] {
    let directory = FilePaths.directory(of: path)
    var content: [String: String] = [:]
    for file in files { content[FilePaths.relative(file.path, to: directory)] = file.text }
    return content
  }

  /// The sources as one line of JSON: equal sources give equal texts.
  ///
  /// - Complexity: O(length of all files).
  public func encoded() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("strings and lists of strings can always be encoded")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
