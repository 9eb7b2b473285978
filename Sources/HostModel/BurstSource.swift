// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// Draws the bursts of a task one after another.
struct BurstSource {
  private var variates: VariatesAhead
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
    let isMixed = [interval, pages, holds].contains { $0.isUniform }
    variates = VariatesAhead(generator, between: isMixed ? .otherDraws : .nothing)
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
  func value(using variates: inout VariatesAhead) -> Int64 {
    guard step > 0 else { return draw.value(using: &variates.generator) }
    return Int64(bitPattern: SeededGenerator.exponential(variates.next().variate, mean: steps))
      * step
  }
}

extension Draw {
  fileprivate var isUniform: Bool {
    if case .uniform = self { return true }
    return false
  }
}
