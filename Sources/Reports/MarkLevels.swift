// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
internal import PolicyKit

/// What a host's free memory is held against.
public enum MarkLevels {
  /// A comment of YAML for each, under the name that expressions read it by.
  public static func lines(of host: HostDescription) -> [String] {
    host.namedMarks.map { "# host.\($0.name): \($0.pages.count) pages (\(text($0.pages)))" }
  }

  /// The marks, and what each class of requests leaves, in a sentence each.
  static func sentences(_ host: HostDescription) -> [String] {
    func list(_ block: String) -> String {
      host.namedMarks.filter { $0.name.hasPrefix(block) }.map { mark in
        "\(mark.name.dropFirst(block.count)) \(text(mark.pages))"
      }.joined(separator: ", ")
    }
    return [
      "marks: \(list("marks.")), the lowmem reserve of \(text(host.lowmemReserve)) included.",
      "floors, which a request of a class must find more than: \(list("floors.")).",
    ]
  }

  private static func text(_ pages: Pages) -> String {
    DisplayUnit.text(Double(pages.count), .pages)
  }
}
