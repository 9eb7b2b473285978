// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics
internal import TrialExecution

/// The figures of a comparison as people read them.
struct DifferenceText: Sendable {
  private let judged: JudgedComparison
  private var raw: PairedComparison { judged.raw }

  init(_ judged: JudgedComparison) { self.judged = judged }

  /// The difference with the interval that holds together with those of its family, as the p-value beside it
  /// does, such as `-10.9 [-11.5, -10.2] s`.
  var difference: String {
    guard let mean = raw.mean else { return "no pairs" }
    let interval = judged.familyInterval
    if raw.isShare {
      let ends = interval.map {
        " [\(Self.signed($0.lower * 100)), \(Self.signed($0.upper * 100))]"
      }
      return "\(Self.signed(mean * 100))\(ends ?? "") points"
    }
    let magnitude = [mean, interval?.lower ?? 0, interval?.upper ?? 0]
      .reduce(0) { max($0, $1.magnitude) }
    let unit = DisplayUnit(for: raw.definition.unit, magnitude: magnitude)
    return IntervalText.of(
      mean, interval.map { ($0.lower, $0.upper) }, in: unit, raw.definition.unit,
      named: Self.difference(unit), sign: mean > 0 ? "+" : "")
      + (raw.restrictedCount > 0 ? " *" : "")
  }

  /// The difference alone, such as `-10.9 s`.
  var mean: String {
    guard let mean = raw.mean else { return "no pairs" }
    guard !raw.isShare else { return "\(Self.signed(mean * 100)) points" }
    let unit = DisplayUnit(for: raw.definition.unit, magnitude: mean)
    let name = Self.difference(unit)
    return (mean > 0 ? "+" : "") + unit.number(mean) + (name.isEmpty ? "" : " \(name)")
      + (raw.restrictedCount > 0 ? " *" : "")
  }

  /// The difference as a share of the baseline's mean, such as `-39 %`; nil where that means nothing.
  var relative: String? {
    guard let mean = raw.mean, let base = raw.baselineMean, base > 0, !raw.isShare else {
      return nil
    }
    return "\(Self.signed(mean / base * 100)) %"
  }

  /// The effect's size: the rank-biserial correlation, d_z, or the discordant runs.
  ///
  /// Where some pairs are alike it is how many are not: an effect of the others alone would look like one
  /// of all.
  var effect: String {
    if raw.isExact { return "" }
    if raw.isShare { return "\(raw.shares.onlyBaseline):\(raw.shares.onlyCandidate)" }
    if raw.pairCount > 0, raw.differingCount < raw.pairCount {
      return "\(raw.differingCount) of \(raw.pairCount) differ"
    }
    return raw.effect.map { DecimalText.fixed($0.value, decimals: 2) } ?? ""
  }

  /// The corrected p-value of the test for a difference.
  var pValue: String {
    raw.isExact ? "exact" : judged.difference.value.map(Self.probability) ?? "-"
  }

  /// The verdict, with what it rests on, or what would decide an undecided one.
  var verdict: String {
    let word = judged.verdict.rawValue
    switch judged.verdict {
    case .undecided:
      switch judged.need {
      case .about(let count):
        return "\(word), ~\(raw.isShare ? count : RepetitionNeed.rounded(count)) more"
      case .tooMany: return "\(word), >\(RepetitionNeed.limit) more"
      case nil: return word
      }
    case .betterInMostRuns, .worseInMostRuns, .differentInMostRuns:
      let most = max(raw.shares.onlyBaseline, raw.shares.onlyCandidate)
      return word.replacing("most", with: "\(most) of \(raw.pairCount)") + ", mean open"
    case .noDifferenceSeen: return "\(word), \(unseen)"
    case .equivalent where !raw.isExact && !raw.isShare: return "\(word), \(unseen)"
    default: return word
    }
  }

  /// How many runs can be otherwise than all that were seen, such as `<= 26 % can differ`.
  private var unseen: String {
    let percent = judged.unseenShare * 100
    return "<= \(DecimalText.fixed(percent, decimals: percent < 10 ? 1 : 0)) % can differ"
  }

  /// The verdict in a sentence.
  var verdictSentence: String {
    let word = judged.verdict.rawValue
    guard let need = judged.need else { return word }
    let repetitions = need.isOne ? "repetition" : "repetitions"
    return judged.verdict == .undecided
      ? "\(word): \(need.text) \(repetitions) might decide it"
      : "\(word): the mean is open, \(need.text) \(repetitions) like these would settle it"
  }

  /// What does not matter, such as `1.20 s`.
  var margin: String {
    raw.isShare
      ? "\(DecimalText.fixed(raw.margin * 100, decimals: 1)) points"
      : marginText
  }

  private var marginText: String {
    let unit = DisplayUnit(for: raw.definition.unit, magnitude: raw.margin)
    return unit.name.isEmpty
      ? unit.number(raw.margin) : "\(unit.number(raw.margin)) \(Self.difference(unit))"
  }

  /// The unit of a difference: of two percentages it is points, as percents stand beside it.
  private static func difference(_ unit: DisplayUnit) -> String {
    unit.name == "%" ? "points" : unit.name
  }

  /// A p-value in a few characters.
  static func probability(_ value: Double) -> String {
    value < 0.0001 ? "<0.0001" : DecimalText.fixed(value, decimals: value < 0.001 ? 4 : 3)
  }

  private static func signed(_ value: Double) -> String {
    let decimals = value != 0 && value.magnitude < 10 ? 1 : 0
    let text = DecimalText.fixed(value, decimals: decimals)
    return value > 0 ? "+\(text)" : text
  }
}
