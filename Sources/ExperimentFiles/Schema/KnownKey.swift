// SPDX-License-Identifier: Apache-2.0

/// A key of an experiment with the path at which it stands.
public struct KnownKey: Sendable {
  /// The path, without the names of guests and tasks: `guests.memory`.
  public let path: String
  /// The key.
  public let description: KeyDescription

  /// All keys in the order in which they are shown, each before those inside it.
  public static let all = flattened(ExperimentSchema.keys + ExperimentSchema.forms, in: "")

  /// The key itself and all that are inside it.
  public var withInner: [KnownKey] {
    [self] + Self.flattened(description.keys, in: path + ".")
  }

  /// The keys that are meant by a name; none where there is no such key.
  ///
  /// A path means one key. It may have the name of a guest, task or group in it, as in a file. A name
  /// without a path means every key of that name.
  public static func named(_ name: String) -> [KnownKey] {
    let path = withoutItem(name)
    if let exact = all.first(where: { $0.path == path }) { return [exact] }
    let ends = all.filter { $0.path.hasSuffix("." + name) }
    guard ends.isEmpty else { return ends }
    // Parameters of a policy are the policy's own.
    return all.filter { key in
      if case .policy = key.description.form { path.hasPrefix(key.path + ".") } else { false }
    }
  }

  /// The key that was probably meant by a name that is not known.
  public static func suggestion(for name: String) -> String? {
    let paths = all.map(\.path)
    return Spelling.closest(to: withoutItem(name), in: paths)
      ?? Spelling.closest(to: name, in: all.map(\.description.name))
  }

  /// The keys whose help has a word in it, for a name that is no key.
  public static func mentioning(_ word: String) -> [KnownKey] {
    guard word.count >= wordLengthMin else { return [] }
    return all.filter { key in
      key.description.help.lowercased().split { !$0.isLetter && !$0.isNumber }
        .contains { $0.hasPrefix(word.lowercased()) }
    }
  }

  /// Shorter words are in too many sentences.
  private static let wordLengthMin = 3

  /// A path of a file without the name of the item that it leads into: `guests.memory` for `guests.db.memory`.
  private static func withoutItem(_ name: String) -> String {
    var segments = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard segments.count > 2,
      let list = ExperimentSchema.keys.first(where: { $0.name == segments[0] }),
      case .list = list.form, !list.keys.names.contains(segments[1])
    else { return name }
    segments.remove(at: 1)
    return segments.joined(separator: ".")
  }

  private static func flattened(_ keys: [KeyDescription], in path: String) -> [KnownKey] {
    keys.flatMap { KnownKey(path: path + $0.name, description: $0).withInner }
  }
}
