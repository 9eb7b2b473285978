// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The reference of experiments, on the command line and as a document.
@Suite struct KeysTests {
  @Test func `explains a key with its value, default and example`() throws {
    let output = try Command().run("keys", "ultravisor.destroy")
    #expect(output.status == 0 && output.messages.isEmpty)
    #expect(
      output.answer == """
        ultravisor.destroy
            Destroying (clearing) a secure page.
            Value: a duration (ns, us, ms, s, min, h), 1 ns...1 h; 4.5 us by default
            Example: destroy: 4.5 us

        """)
  }

  @Test func `shows a part, every key of a name, and all`() throws {
    let command = try Command()
    func heads(_ arguments: String...) throws -> [String] {
      let output = try command.finish(try command.start(["keys"] + arguments))
      #expect(output.status == 0)
      return output.answer.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map(String.init)
    }
    let sweep = try heads("sweep")
    #expect(sweep.first == "sweep" && sweep.contains("sweep.outer.pick-freeze"))
    #expect(sweep.allSatisfy { $0.hasPrefix("sweep") })
    #expect(try heads("memory") == ["host.memory", "guests.memory"])
    let all = try heads()
    #expect(all.count > 150 && Set(all).count == all.count)
    let notifier = try command.run("keys", "policies.oom-notifier").answer
    #expect(notifier.contains("wait-for-quota"))
  }

  @Test(arguments: [
    ("hsot", "error: there is no key 'hsot', did you mean 'host'?"),
    (
      "swap",
      "error: there is no key 'swap': swap is not modelled (Documentation/Model.md, section 7); "
        + "anonymous memory stays, as on a host without swap ('host.in-use.anon')"
    ),
    ("zeroing", "error: there is no key 'zeroing'; these speak of it: costs.fault"),
  ])
  func `what is no key is a fault that says what is meant`(name: String, message: String) throws {
    let output = try Command().run("keys", name)
    #expect(output.status == 2 && output.answer.isEmpty)
    #expect(output.messages == message + "\n")
  }

  @Test func `a metric of what is not modelled is told so`() throws {
    let output = try Command().run("metrics", "swap.used")
    #expect(output.status == 2 && output.messages.contains("swap is not modelled"))
  }

  @Test func `is the document`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let document = try String(
      contentsOf: root.appending(path: "Documentation/Experiments.md"), encoding: .utf8)
    let output = try Command().run("keys", "--markdown")
    #expect(output.status == 0)
    #expect(
      output.answer == document, "Put what 'setaside keys --markdown' prints into the document.")
    for line in document.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
  }

  @Test func `editors are told of the keys of sweep and compare too`() throws {
    let text = try Command().run("schema").answer
    let schema = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    func part(_ path: String...) -> [String: Any]? {
      path.reduce(schema as [String: Any]?) { part, key in
        (part?["properties"] as? [String: Any])?[key] as? [String: Any]
      }
    }
    #expect(
      part("sweep", "outer", "replicates")?["description"] as? String
        == "With other designs: how often they are drawn anew. 1...1000; 1 by default.")
    #expect(part("compare", "correction")?["enum"] as? [String] != nil)
    #expect(part("host", "watermarks", "scale-factor")?["description"] != nil)
    // A value that may be a word too is not said to be a block.
    #expect(part("host", "per-cpu-lists")?["type"] == nil)
  }
}
