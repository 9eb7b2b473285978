// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension ExperimentSchema {
  private static let wholeShare = Share.percent(0)...Share.percent(100)
  private static let times = 0...HostLimits.until.nanoseconds

  /// A guest; not protected unless the file says so, unlike one made in code.
  static let guest = Block(
    title: "a guest", defaults: GuestDescription(name: "", memory: 0, isProtected: false),
    keys: [
      name(\.name),
      .amount(
        "memory", \.memory, in: Pages(1)...HostLimits.memory, isRequired: true,
        "Its memory, all of it resident."),
      .truth("protected", \.isProtected, "Whether its pages are secure."),
      .amount("shared", \.shared, in: wholeShare, "The share of pages it shares with the host."),
      image,
      .word("teardown", \.teardown, "What happens to its memory when it stops or reboots."),
      .amount(
        "synchronous-below", \.synchronousBelow, in: Pages(0)...HostLimits.memory,
        "Up to this size a lazy reboot is synchronous, and so much of a larger one."
      ).example("2 GiB"),
      .word("node-class", \.nodeClass, "The class in which the walk allocates its nodes."),
      .amount("cleaners", \.cleaners, in: 0...64, "How many threads clean its set-aside pages."),
      cleanerPlace,
      cleanerWeight,
      cpuGroupKey(\.cpuGroup, "'NAME-scope' in 'machine'"),
      .amount("vcpus", \.vcpus, in: 0...1024, "How many vCPUs run its load."),
      .amount("load", \.load, in: wholeShare, "How busy each vCPU is."),
      departure("stops", "When it is shut down.") {
        .shutdown(at: $0)
      } draw: {
        if case .shutdown(let at) = $0 { at } else { nil }
      },
      departure("reboots", "When it reboots.") {
        .reboot(at: $0)
      } draw: {
        if case .reboot(let at) = $0 { at } else { nil }
      },
      .block("after-boot", \.afterBoot, afterBoot, "What the next boot does with the memory."),
      .amount(
        "oom-score-adj", \.oomScoreAdjustment, in: -1000...1000,
        "Added to its badness in thousandths of the host's memory."),
    ],
    check: { mapping, guest, binder in
      if let stops = mapping["stops"], let reboots = mapping.entry("reboots") {
        binder.diagnostics.error(
          "a guest either stops or reboots", at: reboots.keyLocation,
          notes: [.init(location: stops.location, message: "it stops here")])
      }
      guard let teardown = mapping["teardown"] else { return }
      switch (guest.teardown, guest.departure) {
      case (.lazyShutdown, .reboot):
        binder.error(
          "teardown", "'lazy-shutdown' is for guests that stop, this one reboots",
          at: teardown.location)
      case (.lazyReboot, .shutdown):
        binder.error(
          "teardown", "'lazy-reboot' is for guests that reboot, this one stops",
          at: teardown.location)
      default: break
      }
    })

  private static let afterBoot = Block(
    title: "'after-boot'", defaults: GuestDescription.AfterBoot(),
    keys: [
      .draw("idle", \.idle, .duration, in: times, "How long it does nothing at first."),
      .amount("touch", \.touch, in: wholeShare, "How much of its memory it touches."),
      .amount("threads", \.threads, in: 1...1024, "How many of its vCPUs touch memory."),
      .word("order", \.order, "In which order it touches its memory."),
      .amount("ready-at", \.readyAt, in: wholeShare, "The share at which it counts as ready."),
    ],
    check: { mapping, boot, binder in
      guard boot.readyAt > boot.touch, let place = mapping["ready-at"] ?? mapping["touch"] else {
        return
      }
      binder.error(
        "ready-at",
        "\(QuantityKind.share.text(boot.readyAt.partsPerMillion)) is more than it "
          + "touches, \(QuantityKind.share.text(boot.touch.partsPerMillion))", at: place.location)
    })

  private static func departure(
    _ name: String, _ help: String,
    make: @escaping @Sendable (Draw) -> GuestDescription.Departure,
    draw: @escaping @Sendable (GuestDescription.Departure) -> Draw?
  ) -> Key<GuestDescription> {
    Key(
      name, help, .other("'{ at: 0 s }', fixed or drawn"), inner: .keys([SmallBlocks.departureAt]),
      bind: { node, guest, binder in
        if let mapping = node.mapping, !mapping.entries.isEmpty, mapping["at"] == nil {
          for entry in mapping.entries {
            binder.diagnostics.error(
              "unknown key '\(entry.key.abbreviated)' in '\(name)'; a guest \(name) at a time only, "
                + "as in '{ at: 0 s }'", at: entry.keyLocation)
          }
          return
        }
        guard let mapping = node.mapping, let at = mapping["at"] else {
          binder.error(
            name, "expected '{ at: 0 s }', found \(node.kindDescription)", at: node.location)
          return
        }
        binder.reportUnknownKeys(
          of: mapping, known: [SmallBlocks.departureAt.name], in: "'\(name)'")
        guard let time = binder.draw(at, SmallBlocks.departureAt) else { return }
        guest.departure = make(time)
      }, text: { draw($0.departure).map { "{ at: \($0.text(.duration)) }" } }
    ).example("{ at: 0 s }")
  }

  private static let image = Key<GuestDescription>(
    "image", "How its pages differ: shared ones first, or extents drawn for each trial.",
    .other("'uniform' or '{ extent: 512 pages, shared-64ths: 1, dirty-64ths: 8 }'"),
    inner: .keys(SmallBlocks.image),
    bind: { node, guest, binder in
      if node.text == "uniform" {
        guest.image = .uniform
        return
      }
      guard let mapping = node.mapping, let extent = mapping["extent"] else {
        binder.error(
          "image",
          "expected 'uniform' or '{ extent: 512 pages, shared-64ths: 1, "
            + "dirty-64ths: 8 }', found \(node.kindDescription)", at: node.location)
        return
      }
      binder.reportUnknownKeys(
        of: mapping, known: SmallBlocks.image.names, in: "'image'")
      let shared =
        mapping["shared-64ths"].flatMap { binder.amount($0, SmallBlocks.shared64ths) } ?? 0
      let dirty =
        mapping["dirty-64ths"].flatMap {
          binder.amount($0, SmallBlocks.dirty64ths, in: 0...(64 - shared))
        } ?? 0
      let stream = mapping["stream"].flatMap { binder.amount($0, SmallBlocks.stream) }
      guard let mean = binder.amount(extent, SmallBlocks.extent) else {
        return
      }
      guest.image = .extents(
        mean: Pages(mean), shared64ths: shared, dirty64ths: dirty,
        stream: stream.map { UInt64($0) })
    },
    text: { guest in
      guard case .extents(let mean, let shared, let dirty, let stream) = guest.image else {
        return "uniform"
      }
      let tail = stream.map { ", stream: \($0)" } ?? ""
      return "{ extent: \(QuantityKind.pages.text(mean.count)), shared-64ths: \(shared), "
        + "dirty-64ths: \(dirty)\(tail) }"
    }
  ).example("{ extent: 512 pages, shared-64ths: 1, dirty-64ths: 8 }")

  /// The name of a guest or task.
  static func name<Root: Sendable>(_ path: Key<Root>.Path<String>) -> Key<Root> {
    Key(
      "name", "By which paths, tasks and metrics refer to it.",
      .other("letters, digits and hyphens, beginning with a letter"), isRequired: true,
      bind: { node, root, binder in
        guard let name = binder.text(node, "name", "a name such as 'db'") else { return }
        let isWord = name.unicodeScalars.allSatisfy {
          $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
            || $0 == "-"
        }
        guard isWord, name.unicodeScalars.first?.properties.isAlphabetic == true,
          name.count <= 64
        else {
          binder.error(
            "name",
            "expected letters, digits and hyphens, beginning with a letter, "
              + "found '\(name.abbreviated)'", at: node.location)
          return
        }
        root[keyPath: path] = name
      }, text: { $0[keyPath: path] }
    ).example("db")
  }
}
