// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ExperimentFiles

/// Finding keys by what people call them, and what is not modelled.
@Suite struct KnownKeyTests {
  private func paths(_ name: String) -> [String] { KnownKey.named(name).map(\.path) }

  @Test func `a path means one key, a name every key of that name`() {
    #expect(paths("host.memory") == ["host.memory"])
    #expect(paths("memory") == ["host.memory", "guests.memory"])
    #expect(paths("host") == ["host"])
    #expect(paths("scrambled-replicates") == ["sweep.outer.scrambled-replicates"])
    #expect(paths("no-such-key").isEmpty && paths("").isEmpty && paths(".").isEmpty)
  }

  @Test func `a path may have the name of a guest, as in a file`() {
    #expect(paths("guests.db.memory") == ["guests.memory"])
    #expect(paths("tasks.batch.starts.delay") == ["tasks.starts.delay"])
    #expect(paths("guests.memory.db").isEmpty)
    #expect(paths("policies.oom-notifier.pages") == ["policies.oom-notifier"])
  }

  @Test func `a misspelt name is told what is meant, another word where it is spoken of`() {
    #expect(KnownKey.suggestion(for: "hsot") == "host")
    #expect(KnownKey.suggestion(for: "host.memroy") == "host.memory")
    #expect(KnownKey.suggestion(for: "repetition") == "repetitions")
    #expect(KnownKey.suggestion(for: "xylophone") == nil)
    #expect(KnownKey.mentioning("zeroing").map(\.path) == ["costs.fault"])
    #expect(KnownKey.mentioning("a").isEmpty)
  }

  @Test func `every key has an example of its form`() {
    var paths: Set<String> = []
    for key in KnownKey.all {
      #expect(paths.insert(key.path).inserted, "\(key.path) stands twice")
      let description = key.description
      #expect(!description.exampleText.isEmpty, "\(key.path)")
      #expect(description.help.hasSuffix("."), "\(key.path)")
      switch description.form {
      case .word(let words): #expect(words.contains(description.exampleText), "\(key.path)")
      case .amount(let kind, let range, let words) where !words.contains(description.exampleText):
        let grains = (try? QuantityLiteral(description.exampleText))?.grains(of: kind)
        #expect(grains.map(range.contains) == true, "\(key.path): \(description.exampleText)")
      default: break
      }
    }
    // Small blocks and whole-file blocks are among them.
    for path in [
      "host.watermarks.scale-factor", "guests.image.extent", "tasks.bursts.size",
      "sweep.sobol.scrambled", "compare.margins", "drawn.uniform", "range.scale",
    ] {
      #expect(paths.contains(path), "\(path)")
    }
  }

  @Test(arguments: [
    ("swap", "swap is"), ("swap-size", "swap is"), ("vm.swappiness", "swap is"),
    ("zram", "zram, zswap"), ("memory.max", "memory cgroups"), ("memory-limit", "memory cgroups"),
    ("memcg", "memory cgroups"), ("numaNodes", "NUMA is"), ("numa_nodes", "NUMA is"),
    ("hugepages", "huge pages are"), ("nr_hugepages", "huge pages are"),
    ("transparent_hugepage", "huge pages are"), ("mglru", "MGLRU"), ("lru_gen", "MGLRU"),
    ("watermark_boost_factor", "watermark boost is"), ("compaction", "compaction and"),
    ("compaction_proactiveness", "compaction and"), ("dirty_ratio", "dirty page cache"),
    ("writeback", "dirty page cache"), ("oom-reaper", "the OOM reaper"), ("psi", "pressure stall"),
  ])
  func `who looks for what is not modelled is told so`(name: String, start: String) {
    #expect(NotModelled.named(name)?.subject.hasPrefix(start) == true)
  }

  @Test func `a key that there is, is modelled`() {
    let taken = KnownKey.all.filter { NotModelled.named($0.description.name) != nil }.map(\.path)
    #expect(taken == ["ultravisor.destroy-dirty", "guests.image.dirty-64ths"])
    // Beside these the word means another thing than page cache.
    #expect(NotModelled.named("dirty", beside: ["destroy", "destroy-dirty"]) == nil)
    #expect(NotModelled.named("dirty", beside: ["clean", "mapped"]) != nil)
    #expect(NotModelled.named("memroy") == nil && NotModelled.named("") == nil)
  }

  @Test(arguments: [
    (
      "host: { memory: 1 GiB, swap: 1 GiB }",
      "burst.yaml:1:24: error: unknown key 'swap' in the host"
    ),
    ("{ host: { memory: 1 GiB }, zswap: true }", "unknown key 'zswap' in an experiment"),
    (
      "{ host: { memory: 1 GiB, page-cache: { dirty: 1 MiB } } }",
      "unknown key 'dirty' in the page cache"
    ),
    (
      "{ host: { memory: 1 GiB, watermarks: { scale-factor: 10, boost: 1 } } }",
      "unknown key 'boost' in watermarks by a scale factor"
    ),
    (
      "{ host: { memory: 1 GiB }, guests: [{ name: db, memory: 1 MiB, numa-node: 0 }] }",
      "unknown key 'numa-node' in a guest"
    ),
    ("{ host: { memory: 1 GiB }, compare: { psi: 1 } }", "unknown key 'psi' in 'compare'"),
    ("{ host: { memory: 1 GiB }, sweep: { mglru: [true] } }", "unknown key 'mglru' in a sweep"),
    (
      "{ host: { memory: 1 GiB }, sweep: { grid: { vm.swappiness: [1, 60] } } }",
      "'vm.swappiness' leads nowhere: there is no 'vm' at the top of the file"
    ),
    (
      "{ host: { memory: 1 GiB }, sweep: { grid: { host.memory.max: [1 GiB] } } }",
      "'host.memory' is a single value, it has no 'max'"
    ),
    (
      "{ host: { memory: 1 GiB, in-use: { anon: host.swap } } }",
      "'host.swap' leads nowhere: there is no 'swap'"
    ),
  ])
  func `a file that has it is told so, at its place`(text: String, fault: String) throws {
    let files = try TemporaryFiles([("burst.yaml", text)])
    let (experiment, faults) = files.experiment("burst.yaml")
    #expect(experiment == nil)
    let line = faults.split(separator: "\n").first { $0.contains(fault) }
    #expect(line?.contains("not modelled (Documentation/Model.md, section 7)") == true, "\(faults)")
    #expect(line?.contains("did you mean") == false)
  }

  @Test func `a setting of the command line is told so too`() throws {
    let files = try TemporaryFiles([("burst.yaml", "host: { memory: 1 GiB }")])
    let (_, faults) = files.experiment("burst.yaml", overrides: ["host.swap=1 GiB"])
    #expect(faults.contains("unknown key 'swap' in the host: swap is not modelled"))
  }
}
