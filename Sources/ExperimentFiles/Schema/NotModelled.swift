// SPDX-License-Identifier: Apache-2.0

/// What people look for in an experiment and the model does not have.
///
/// The long list is in Documentation/Model.md, section 7.
public struct NotModelled: Sendable {
  /// What it is, with its verb: `swap is`, `huge pages are`.
  let subject: String
  /// What to do instead, or why results hold without it; empty where there is nothing to say.
  let instead: String
  /// The words by which people look for it, in lower case.
  ///
  /// A word with a blank stands for these words side by side, however they are joined.
  let words: [String]

  /// The sentence that a message ends with.
  public var sentence: String { text(source: " (Documentation/Model.md, section 7)") }

  /// The sentence alone.
  public var plainSentence: String { text(source: "") }

  private func text(source: String) -> String {
    "\(subject) not modelled\(source)" + (instead.isEmpty ? "" : "; \(instead)")
  }

  /// What a name that is not known asks for; nil where it asks for nothing of the kind.
  ///
  /// - Parameter name: a key or a path, such as `swap`, `memory.max` or `vm.watermark_boost_factor`.
  public static func named(_ name: String) -> NotModelled? {
    let asked = " " + words(of: name).joined(separator: " ") + " "
    return all.first { $0.words.contains { asked.contains(" \($0) ") } }
  }

  /// What an unknown key of a block asks for; nil where the block has a key for such a thing.
  static func named(_ name: String, beside known: [String]) -> NotModelled? {
    named(name).flatMap { thing in
      known.contains { named($0)?.subject == thing.subject } ? nil : thing
    }
  }

  /// The words of a name, at hyphens, dots, underscores and capitals.
  private static func words(of name: String) -> [String] {
    var words: [String] = [""]
    var wasSmall = false
    for character in name.prefix(lengthMax) {
      let isCapital = character.isUppercase
      if !(character.isLetter || character.isNumber) || (isCapital && wasSmall) { words.append("") }
      wasSmall = character.isLowercase
      guard character.isLetter || character.isNumber else { continue }
      words[words.count - 1] += character.lowercased()
    }
    return words.filter { !$0.isEmpty }
  }

  /// The longest name that is looked at.
  private static let lengthMax = 256

  /// All of it, in the order in which it is looked for.
  public static let all: [NotModelled] = [
    NotModelled(
      subject: "zram, zswap and other compressed swap are", instead: "anonymous memory stays",
      words: ["zram", "zswap", "zcache", "compressed swap"]),
    NotModelled(
      subject: "swap is",
      instead: "anonymous memory stays, as on a host without swap ('host.in-use.anon')",
      words: [
        "swap", "swaps", "swappiness", "swapping", "swapfile", "swapon", "swapin", "swapout",
        "swapsize", "swapspace", "memsw",
      ]),
    NotModelled(
      subject: "memory cgroups and their limits are",
      instead:
        "'cpu-groups' have shares of CPU time, and a task's own bound is 'allocates' or 'backlog'",
      words: [
        "cgroup", "cgroups", "cgroupv2", "memcg", "memcgs", "memory max", "memory high",
        "memory low", "memory min", "memory limit", "memory limits", "mem limit", "limit in bytes",
        "memorymax", "memoryhigh", "memory oom group", "oom group",
        "memory reclaim", "hard limit", "soft limit", "memory swap",
      ]),
    NotModelled(
      subject: "NUMA is", instead: "a host has one zone of memory",
      words: [
        "numa", "numas", "numanodes", "mempolicy", "mbind", "zone reclaim", "zone reclaim mode",
        "sockets", "zones", "memory nodes", "cpuset", "cpusets", "highmem", "zone movable",
      ]),
    NotModelled(
      subject: "huge pages are",
      instead: "'host.thp' only raises the mark min, as the kernel does where they are on",
      words: [
        "huge", "hugepages", "hugepage", "hugetlb", "hugetlbfs", "khugepaged", "large folios",
        "folios", "page size", "pagesize", "mthp",
      ]),
    NotModelled(
      subject: "MGLRU, the multi-generational LRU, is",
      instead: "reclaim takes clean page cache from one list",
      words: ["mglru", "lru", "lrus", "lrugen", "multigenerational", "min ttl", "min ttl ms"]),
    NotModelled(
      subject: "watermark boost is",
      instead: "'host.watermarks' has the marks that do not move",
      words: ["boost", "boosts", "watermark boost", "watermarkboost", "boost factor"]),
    NotModelled(
      subject: "compaction and fragmentation are", instead: "all requests are for single pages",
      words: [
        "compaction", "compact", "kcompactd", "proactiveness", "extfrag", "fragmentation",
        "fragmented", "pageblock",
      ]),
    NotModelled(
      subject: "dirty page cache and its write-back are",
      instead: "'host.page-cache' has 'clean', which reclaim drops, and 'mapped', which it cannot",
      words: [
        "dirty", "writeback", "dirtied", "disk", "disks", "filesystem", "iops", "io",
        "bdi", "write back", "flusher", "flushers",
      ]),
    NotModelled(
      subject: "hot page cache is",
      instead: "'host.page-cache' has 'clean', which reclaim drops, and 'mapped', which it cannot",
      words: ["hot", "active", "inactive", "workingset", "refault", "refaults", "readahead"]),
    NotModelled(
      subject: "the highatomic reserve is", instead: "",
      words: ["highatomic", "highatomics", "high atomic"]),
    NotModelled(
      subject: "the OOM reaper is", instead: "a victim gives its memory back as it exits",
      words: ["reaper", "oomreaper"]),
    NotModelled(
      subject: "pressure stall information is",
      instead: "'setaside metrics' lists how stalls are measured",
      words: ["psi", "pressure", "oomd", "earlyoom"]),
    NotModelled(
      subject: "the balloon and other ways to take memory back from a running guest are",
      instead: "",
      words: ["balloon", "ballooning", "virtio", "ksm", "hotplug", "memhotplug", "freepage"]),
    NotModelled(
      subject: "overcommit limits are", instead: "every request is granted while pages last",
      words: ["overcommit", "overcommitted"]),
  ]
}
