// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The schema is made of what the loader reads by, so it knows what the resolved listing shows.
@Suite struct SchemaTests {
  private func schema(_ program: String = "setaside") throws -> [String: Any] {
    let output = try Command(program: program).run("schema")
    #expect(output.status == 0 && output.messages.isEmpty)
    let parsed = try JSONSerialization.jsonObject(with: Data(output.answer.utf8))
    return try #require(parsed as? [String: Any])
  }

  /// The part of a schema for a path of keys.
  private func part(_ schema: [String: Any], _ path: String...) -> [String: Any]? {
    path.reduce(schema as [String: Any]?) { part, key in
      let inner = (part?["items"] as? [String: Any]) ?? part
      return (inner?["properties"] as? [String: Any])?[key] as? [String: Any]
    }
  }

  @Test func `knows every key that a listing shows, and no other`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let listing = try command.run("show", "small.yaml").answer
    let schema = try schema()
    var path: [(depth: Int, schema: [String: Any])] = [(-1, schema)]
    var checked = 0
    #expect(listing.contains("# host.marks.low: "))
    for line in listing.split(separator: "\n") where !line.hasPrefix("#") {
      let content = line.drop { $0 == " " || $0 == "-" }
      let depth = line.count - content.count
      let key = String(content.prefix { $0 != ":" })
      while let last = path.last, last.depth >= depth { path.removeLast() }
      let outer = try #require(path.last).schema
      // What is for the whole experiment, and policies, are not blocks of keys alone.
      guard outer["properties"] != nil || outer["items"] != nil else { continue }
      let inner = part(outer, key)
      #expect(inner != nil, "\(line)")
      checked += 1
      path.append((depth, inner ?? [:]))
    }
    #expect(checked > 60)
    #expect(schema["additionalProperties"] as? Bool == false)
    #expect(part(schema, "host")?["additionalProperties"] as? Bool == false)
    #expect(part(schema, "include") != nil)
  }

  @Test func `has help, words, and the policies of the program with their parameters`() throws {
    let schema = try schema("MisbehavingSetaside")
    #expect(
      part(schema, "host", "cpus")?["description"] as? String
        == "How many CPUs all actors share; with unlimited ones each has its own. 1...1024 or "
        + "'unlimited'; 8 by default.")
    #expect(
      part(schema, "guests", "teardown")?["enum"] as? [String]
        == ["sync-export", "sync-destroy", "lazy-shutdown", "lazy-reboot", "free"])
    #expect(part(schema, "sweep", "latin-hypercube") != nil)
    #expect(part(schema, "compare", "baseline") != nil)
    let throttle = part(schema, "policies", "reclaim-throttle")?["anyOf"] as? [[String: Any]]
    let names = throttle?.first?["enum"] as? [String] ?? []
    #expect(names.contains("unpaced") && names.contains("crash"))
    let notifier = part(schema, "policies", "oom-notifier")?["anyOf"] as? [[String: Any]]
    let wait = notifier?.first { part($0, "use")?["const"] as? String == "wait-for-quota" }
    let pages = try #require(wait.flatMap { part($0, "pages") }?["description"] as? String)
    #expect(pages.contains(" by default."))
  }
}
