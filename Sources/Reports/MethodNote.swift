// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics
internal import TrialExecution

/// How the comparisons were made, so that a reader can judge them: a few sentences.
struct MethodNote: Sendable {
  private let results: SweepResults
  private let book: ComparisonBook
  private var description: SweepDescription { results.description }
  private var settings: ComparisonSettings { book.settings }

  init(_ results: SweepResults, book: ComparisonBook) {
    self.results = results
    self.book = book
  }

  /// The sentences; none where nothing is compared.
  func sentences() -> [String] {
    guard !book.judged.isEmpty else { return [] }
    var sentences: [String] = []
    if book.judged.contains(where: { !$0.raw.isExact }) {
      sentences = [test, families, looks, pairing].compactMap { $0 } + verdicts
    }
    if book.judged.contains(where: { $0.verdict == .notComparable }) {
      sentences.append(
        "not comparable: the side that looks better, or alike, lost a task or had a kill in runs in which "
          + "the other did not; what is left of such a run is no merit")
    }
    if book.judged.contains(where: \.raw.isExact) {
      sentences.append(
        "exact: nothing is drawn in either trial, so each was run once; the difference has no "
          + "interval and no p-value, and takes no part in a family")
    }
    sentences += margins + [configurations]
    if !description.amendments.isEmpty {
      sentences.append(
        "changed after the runs, which proves less than what was declared before: "
          + description.amendments.joined(separator: ", "))
    }
    if description.outerAxes.isEmpty {
      sentences.append(
        "every verdict is at the assumed costs above, the population is that of the seeds: 'setaside "
          + "sweep --sensitivity' says which cost turns it, an outer design where it holds")
    }
    return sentences
  }

  private var test: String {
    let means =
      settings.test == .wilcoxon
      ? "Wilcoxon's signed ranks, effect the rank-biserial correlation"
      : "Student's t for pairs, effect d_z"
    return "tests of pairs with the same seed: \(means); shares of runs by McNemar, exact, "
      + "discordant pairs as only baseline : only choice; where some pairs are alike, how many differ. "
      + "Intervals of differences: Hall's skewness-corrected t, of shares Tango's, together at "
      + "\(LevelText.of(settings.levelOfEach)) over each family"
  }

  /// What lies between a test and a verdict.
  private var verdicts: [String] {
    [
      "better, worse: the test rejects, the interval excludes 0, and the mean stays on its side even if the "
        + "runs that nobody has seen are as bad as a run can be. In most runs: the sign test alone "
        + "rejects; the mean is open"
    ] + (unseen.map { [$0] } ?? [])
  }

  /// How many runs can be otherwise than all that were seen.
  private var unseen: String? {
    let sampled = book.judged.filter { !$0.raw.isExact && $0.raw.pairCount > 0 }
    guard let judged = sampled.min(by: { $0.raw.pairCount < $1.raw.pairCount }) else { return nil }
    let percent = DecimalText.fixed(judged.unseenShare * 100, decimals: 1)
    return
      "no difference seen: none that matters in \(CountText.of(judged.raw.pairCount, "pair")), after "
      + "which up to \(percent) % of runs can differ. It is equivalent where that is at most 1 %, or too "
      + "little to move the mean beyond the margin at the worst"
  }

  private var families: String {
    let name =
      switch settings.correction {
      case .holm: "corrected by Holm"
      case .benjaminiHochberg: "corrected by Benjamini-Hochberg (the share of false findings)"
      case .benjaminiYekutieli: "corrected by Benjamini-Yekutieli (the share of false findings)"
      case .none: "not corrected for their number"
      }
    var order: [String] = []
    for judged in book.judged where judged.familySize > 0 {
      let text = "\(judged.family) \(judged.familySize)"
      if !order.contains(text) { order.append(text) }
    }
    return "p and verdicts are \(name) over each family of tests (\(order.joined(separator: ", ")))"
  }

  /// What looking at the runs before their end costs.
  private var looks: String? {
    settings.stopping.map { rule in
      rule.looks == 1
        ? "looks: \(rule.text) was looked at once, after a number of repetitions fixed beforehand: that "
          + "costs nothing"
        : "looks: \(rule.text) was looked at \(rule.looks) times at most, after numbers of repetitions fixed "
          + "beforehand: every p is multiplied by \(rule.looks), and every interval has "
          + "1/\(rule.looks) of the error (Bonferroni)"
    }
  }

  /// What common random numbers bought, at the median of the comparisons.
  private var pairing: String? {
    let ratios = book.judged.compactMap(\.raw.varianceRatio).sorted()
    guard let least = ratios.first, let most = ratios.last else { return nil }
    return "pairing: the variance of a difference is \(number(least))"
      + (ratios.count > 1 ? " to \(number(most))" : "") + " of that of independent runs"
  }

  private var margins: [String] {
    var texts: [String] = []
    var without: [String] = []
    for metric in book.metrics {
      let members = book.comparisons(of: metric)
      guard let widest = members.max(by: { $0.raw.margin < $1.raw.margin }) else { continue }
      let stated = settings.margin(of: metric) == nil ? "" : " as stated"
      if widest.raw.margin > 0 {
        texts.append("\(metric) \(DifferenceText(widest).margin)\(stated)")
      } else {
        without.append(metric)
      }
    }
    let lies = "equivalent: the corrected interval lies within what does not matter, at most "
    let never =
      "never equivalent: \(without.joined(separator: ", ")), as a relative margin of a baseline "
      + "without a value of its own is none; 'margins' under 'compare' can state one in the metric's unit"
    return (texts.isEmpty ? [] : [lies + texts.joined(separator: ", ")])
      + (without.isEmpty ? [] : [never])
  }

  private var configurations: String {
    "configurations tried: \(description.points.count); the best of them was chosen by the same "
      + "runs that it is reported with, so that it is held against the others in a family of all pairs, "
      + "and its own interval is corrected for all choices"
  }

  private func number(_ value: Double) -> String {
    let text = DecimalText.fixed(value, decimals: 2)
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }
}
