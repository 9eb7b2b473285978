// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension ExperimentSchema {
  private static let weights: ClosedRange<Int64> = 1...10_000

  /// A group of CPU time beyond the usual ones, or in place of one of them.
  static let cpuGroup = Block(
    title: "a group of CPU time", defaults: CPUGroupDraft(),
    keys: [
      name(\.name),
      Key(
        "parent", "The group that it is in: 'root', 'machine', 'system' or one of the file.",
        .other("the name of a group"),
        bind: { node, draft, binder in
          guard let text = binder.text(node, "parent", "a group such as 'machine'") else { return }
          draft.parent = text
        }, text: { $0.parent ?? CPUGroupDescription.root }
      ).example("machine"),
      .amount(
        "weight", \.weight, in: weights, "Its share of the CPU among the members of its parent."),
    ])

  /// Where the threads run that clean a guest's pages.
  static let cleanerPlace = Key<GuestDescription>(
    "cleaner-in", "The group of its cleaners: none for kernel threads, or the guest's own.",
    .other("'kernel', 'guest' or the name of a group"),
    bind: { node, guest, binder in
      let expected = "'kernel', 'guest' or the name of a group"
      guard let text = binder.text(node, "cleaner-in", expected) else { return }
      guest.cleanerIn =
        switch text {
        case "kernel": .kernel
        case "guest": .guest
        default: .group(text)
        }
    },
    text: { $0.cleanerIn.word }
  ).example("guest")

  /// The weight of a cleaner before its policy says another one.
  static let cleanerWeight = Key<GuestDescription>.amount(
    "cleaner-weight", \.cleanerWeight, in: weights,
    "A cleaner's share of the CPU within its group, 100 being normal.")

  /// The group that a guest's vCPUs or a task's threads are in.
  static func cpuGroupKey<Root: Sendable>(
    _ path: Key<Root>.Path<String?>, _ otherwise: String
  ) -> Key<Root> {
    Key(
      "cpu-group", "The group of CPU time that it is in, \(otherwise) by itself.",
      .other("the name of a group"),
      bind: { node, root, binder in
        guard let text = binder.text(node, "cpu-group", "a group such as 'system'") else { return }
        root[keyPath: path] = text
      }, text: { $0[keyPath: path] }
    ).example("system")
  }

  /// Every group that is named must be there, and none inside itself.
  static func checkGroups(
    _ mapping: Mapping, _ trial: TrialConfiguration, _ binder: inout Binder
  ) {
    let groups = trial.resolvedCPUGroups.map(\.name)
    let known = [CPUGroupDescription.root] + groups
    func check(_ node: Node?, _ key: String, except words: [String] = []) {
      guard let node, let text = node.text, !words.contains(text), !known.contains(text) else {
        return
      }
      // What is in a circle is not among the resolved groups either.
      let isDeclared = trial.cpuGroups.contains { $0.name == text }
      binder.error(
        key,
        isDeclared
          ? "the group '\(text)' is inside itself, or in a group that is not there"
          : "there is no group '\(text.abbreviated)', there are \(known.joined(separator: ", "))",
        at: node.location,
        suggestion: isDeclared ? nil : Spelling.closest(to: text, in: known + words))
    }
    for item in mapping["cpu-groups"]?.items ?? [] { check(item.mapping?["parent"], "parent") }
    for item in mapping["guests"]?.items ?? [] {
      check(item.mapping?["cpu-group"], "cpu-group")
      check(item.mapping?["cleaner-in"], "cleaner-in", except: ["kernel", "guest"])
    }
    for item in mapping["tasks"]?.items ?? [] { check(item.mapping?["cpu-group"], "cpu-group") }
  }
}

/// A group of CPU time while its keys are read: where it is depends on its name, unless it is said.
struct CPUGroupDraft: Sendable {
  /// The name.
  var name = ""
  /// The parent as it is written; nil where it is not.
  var parent: String?
  /// The weight.
  var weight: Int64 = 100

  /// Creates a draft with the defaults.
  init() {}

  /// The draft that describes a group.
  init(_ group: CPUGroupDescription) {
    name = group.name
    parent = group.parent ?? CPUGroupDescription.root
    weight = group.weight
  }

  /// The group that the draft describes.
  var finished: CPUGroupDescription {
    let own = CPUGroupDescription.isScope(name) ? CPUGroupDescription.machines : nil
    let parent = parent == CPUGroupDescription.root ? nil : parent ?? own
    return CPUGroupDescription(name: name, parent: parent, weight: weight)
  }
}
