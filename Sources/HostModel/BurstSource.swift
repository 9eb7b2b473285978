internal import HostConfiguration
internal import PolicyKit

/// Draws the bursts of a task one after another.
struct BurstSource {
  private var variates: VariateSource
  private let interval: PreparedDraw
  private let pages: PreparedDraw
  private let holds: PreparedDraw
  /// The burst that comes next.
  private(set) var upcoming: (interval: Int64, pages: Int64, holds: Int64)

  /// For tasks without bursts.
  static var none: Self {
    Self(
      interval: .fixed(0), pages: .fixed(0), holds: .fixed(0),
      generator: SeededGenerator(seed: 0))
  }

  init(interval: Draw, pages: Draw, holds: Draw, generator: SeededGenerator) {
    self.interval = PreparedDraw(interval)
    self.pages = PreparedDraw(pages)
    self.holds = PreparedDraw(holds)
    variates = VariateSource(
      generator, drawsAhead: ![interval, pages, holds].contains { $0.isUniform })
    upcoming = (0, 0, 0)
    advance()
  }

  /// Draws the next one.
  @inline(__always)
  mutating func advance() {
    upcoming.interval = 1 + interval.value(using: &variates)
    upcoming.pages = 1 + pages.value(using: &variates)
    upcoming.holds = holds.value(using: &variates)
  }
}

/// A generator with the exponential variates that come next, where it gives nothing else.
private struct VariateSource {
  var generator: SeededGenerator
  private let drawsAhead: Bool
  private var ahead = InlineArray<32, UInt64>(repeating: 0)
  private var next = 0
  private var count = 0

  init(_ generator: SeededGenerator, drawsAhead: Bool) {
    self.generator = generator
    self.drawsAhead = drawsAhead
  }

  /// The next exponential variate of mean 1, in units of 2^-32.
  @inline(__always)
  mutating func exponential() -> UInt64 {
    if next == count { refill() }
    let variate = ahead[unchecked: next]
    next &+= 1
    return variate
  }

  @inline(never)
  private mutating func refill() {
    next = 0
    count = drawsAhead ? generator.exponentials(&ahead) : 0
    if count == 0 {
      ahead[0] = generator.exponentialQ32()
      count = 1
    }
  }
}

/// A draw that is made again and again: its division is done once.
private struct PreparedDraw {
  private let draw: Draw
  private let steps: UInt64
  private let step: Int64

  init(_ draw: Draw) {
    self.draw = draw
    if case .exponential(let mean, let step) = draw {
      (steps, self.step) = (UInt64(mean / step), step)
    } else {
      (steps, step) = (0, 0)
    }
  }

  @inline(__always)
  func value(using variates: inout VariateSource) -> Int64 {
    guard step > 0 else { return draw.value(using: &variates.generator) }
    return Int64(bitPattern: SeededGenerator.exponential(variates.exponential(), mean: steps))
      * step
  }
}

extension Draw {
  fileprivate var isUniform: Bool {
    if case .uniform = self { return true }
    return false
  }
}
