// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The keys of small blocks, which a value may be written as: `{ scale-factor: 10 }`.
///
/// Their readers take names and ranges from here.
enum SmallBlocks {
  private static let memory = 0...HostLimits.memory.count
  private static let someMemory = 1...HostLimits.memory.count
  private static let times = 0...HostLimits.until.nanoseconds
  private static let anyNumber = 0...Int64.max

  /// A value that is drawn for each trial.
  static let drawn = [
    KeyDescription(
      "uniform", "Any value between two bounds, each as likely as the other.",
      .other("two bounds, '[0 s, 5 s]'"), example: "[0 s, 5 s]"),
    KeyDescription(
      "exponential", "The mean of values that are exponentially distributed.",
      .other("a quantity above 0"), example: "20 ms"),
    KeyDescription(
      "step", "With 'exponential': what each value is a multiple of, as the mean must be.",
      .other("a quantity above 0"), example: "1 ms"),
  ]

  /// A range of values in a sweep.
  static let range = [
    KeyDescription(
      "from", "The first value.", .other("a quantity"), isRequired: true, example: "16 GiB"),
    KeyDescription(
      "to", "The last value.", .other("a quantity"), isRequired: true, example: "64 GiB"),
    KeyDescription(
      "steps", "In a grid or zip: how many values there are, both ends included.",
      .amount(.count, 2...Int64(SweepReader.stepsMax), words: [])),
    KeyDescription(
      "scale", "Whether steps are equal differences or equal ratios.", .word(["linear", "log"]),
      defaultText: "linear"),
  ]

  /// Watermarks by the kernel's factor.
  static let scaleFactor = KeyDescription(
    "scale-factor", "The kernel's watermark_scale_factor, in ten-thousandths of the zone.",
    .amount(.count, 1...3000, words: []), defaultText: "10",
    example: "100")

  /// Watermarks one by one.
  static let marks = [
    KeyDescription(
      "min", "The mark below which requests fail.", .amount(.memory, memory, words: []),
      example: "40 MiB"),
    KeyDescription(
      "low", "The mark below which kswapd wakes up.", .amount(.memory, memory, words: []),
      example: "140 MiB"),
    KeyDescription(
      "high", "The mark at which kswapd sleeps again.", .amount(.memory, memory, words: []),
      example: "240 MiB"),
  ]

  /// The pages that a CPU takes from the zone and gives back at once.
  static let batch = KeyDescription(
    "batch", "How many pages go between a list and the zone at once.",
    .amount(.pages, 1...1_048_576, words: []), example: "63")
  /// The most pages of a list.
  static let high = KeyDescription(
    "high", "How many pages a list holds at most.", .amount(.pages, memory, words: ["kernel"]),
    example: "kernel")

  /// Ultravisor calls side by side.
  static let servers = KeyDescription(
    "servers", "How many calls run at full speed side by side.",
    .amount(.count, 1...1024, words: []))

  /// When a guest stops or reboots.
  static let departureAt = KeyDescription(
    "at", "The time from the start of the trial.", .draw(.duration, times), example: "0 s")

  /// The mean length of an extent of pages that are alike.
  static let extent = KeyDescription(
    "extent", "The mean length of a run of pages that are alike.",
    .amount(.pages, someMemory, words: []), isRequired: true, example: "512 pages")
  /// The share of extents that are shared.
  static let shared64ths = KeyDescription(
    "shared-64ths", "How many of 64 extents are shared with the host.",
    .amount(.count, 0...64, words: []), defaultText: "0", example: "1")
  /// The share of extents that are dirty.
  static let dirty64ths = KeyDescription(
    "dirty-64ths", "How many of 64 extents are dirty; with the shared ones at most 64.",
    .amount(.count, 0...64, words: []), defaultText: "0", example: "8")
  /// The stream of random numbers.
  static let stream = KeyDescription(
    "stream", "The stream of the seed that is drawn from; its own by itself.",
    .amount(.count, anyNumber, words: []))
  /// How a guest's pages differ.
  static let image = [extent, shared64ths, dirty64ths, stream]

  /// The instant at which a task begins.
  static let startAt = KeyDescription(
    "at", "The time from the start of the trial; stands alone.", .draw(.duration, times),
    example: "10 s")
  /// How long after an event a task begins.
  static let delay = KeyDescription(
    "delay", "How long after that event.", .draw(.duration, times), defaultText: "0 s",
    example: "{ uniform: [0 s, 5 s] }")
  /// When a task begins.
  static let starts = [
    startAt,
    KeyDescription(
      "after", "The event of a guest after which it begins.",
      .other(
        "a guest and "
          + TaskDescription.LifeEvent.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")),
      example: "db.exit"),
    delay,
    KeyDescription(
      "when", "The free memory for which it waits, from the start or from that event.",
      .other("'host.free >= …' or 'host.free > …'"), example: "\"host.free >= 50 GiB\""),
  ]

  /// The time between bursts.
  static let interval = KeyDescription(
    "interval", "The time between two arrivals.",
    .draw(.duration, 1...HostLimits.until.nanoseconds),
    isRequired: true, example: "{ exponential: 2 s }")
  /// The size of a burst.
  static let size = KeyDescription(
    "size", "How much a burst asks for.", .draw(.pages, someMemory), isRequired: true,
    example: "256 MiB")
  /// How long a burst is held.
  static let holds = KeyDescription(
    "holds", "How long it is held.", .draw(.duration, times), isRequired: true, example: "500 ms")
  /// Bursts one after another.
  static let bursts = [interval, size, holds, stream]
}

extension Binder {
  /// Reads the quantity that a small block's key describes.
  mutating func amount(
    _ node: Node, _ key: KeyDescription, in range: ClosedRange<Int64>? = nil
  ) -> Int64? {
    guard case .amount(let kind, let declared, _) = key.form else {
      preconditionFailure("'\(key.name)' holds no quantity")
    }
    return amount(node, key.name, kind, range ?? declared)
  }

  /// Reads the fixed or drawn value that a small block's key describes.
  mutating func draw(_ node: Node, _ key: KeyDescription) -> Draw? {
    guard case .draw(let kind, let range) = key.form else {
      preconditionFailure("'\(key.name)' is not drawn")
    }
    return draw(node, key.name, kind, range)
  }
}
