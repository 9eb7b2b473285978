// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Reports
internal import SweepRunner
internal import TrialExecution

/// Tells how far a sweep has come: one line that changes on a terminal, a line now and then elsewhere.
struct ProgressLine {
  private static let terminalInterval: Duration = .milliseconds(100)
  private static let plainInterval: Duration = .seconds(5)

  private let session: Session
  private var lastShown: Duration?
  private var isOpen = false

  init(session: Session) { self.session = session }

  /// Shows the progress, if it is time to.
  mutating func show(_ progress: SweepProgress) {
    let isEnd = progress.done == progress.planned
    let interval = session.isWatched ? Self.terminalInterval : Self.plainInterval
    if let lastShown, !isEnd, progress.elapsed - lastShown < interval { return }
    // Elsewhere nobody waits for the end of what takes no time.
    if !session.isWatched, isEnd || lastShown == nil && progress.elapsed < interval { return }
    lastShown = progress.elapsed
    if session.isWatched {
      // A line that wraps is not replaced by the next one.
      session.showProgress(String(Self.text(progress).prefix(session.watchedWidth - 1)))
      isOpen = true
    } else {
      session.tell(Self.text(progress))
    }
  }

  /// Ends the line that changes.
  mutating func close() {
    if isOpen { session.showProgress("") }
    isOpen = false
  }

  private static func text(_ progress: SweepProgress) -> String {
    var text = "\(progress.done) of \(CountText.of(progress.planned, "trial"))"
    if progress.reused > 0 { text += " (\(progress.reused) more were there)" }
    if progress.trialsPerSecond > 0 {
      let rate = progress.trialsPerSecond
      text += ", \(DecimalText.fixed(rate, decimals: rate < 10 ? 1 : 0)) a second"
    }
    if progress.failed > 0 { text += ", \(progress.failed) failed" }
    if let seconds = progress.secondsLeft, progress.done < progress.planned {
      text += ", about \(TimeSpan.text(seconds)) left"
    }
    if let leader = progress.leader { text += "; \(Self.text(leader))" }
    return text
  }

  /// The metric that matters, as well as it is known by now.
  private static func text(_ leader: SweepLeader) -> String {
    let unit = MetricCatalogue.definition(of: leader.metric)?.unit ?? .count
    let display = DisplayUnit(for: unit, magnitude: leader.mean.magnitude)
    let suffix = display.name.isEmpty ? "" : " \(display.name)"
    return "\(leader.metric) \(display.number(leader.mean)) ± \(display.number(leader.halfWidth))"
      + "\(suffix) at \(leader.label)"
  }
}
