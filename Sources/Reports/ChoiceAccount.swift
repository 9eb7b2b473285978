internal import HostConfiguration
internal import ResultStore
internal import Statistics

/// What one choice gives and what it takes, in a sentence: whether it fulfils what is required, what
/// it achieves, and every other measured metric as its price.
struct ChoiceAccount: Sendable {
  private let results: SweepResults
  private let strata: SweepStrata
  private var description: SweepDescription { results.description }

  init(_ results: SweepResults, strata: SweepStrata) {
    self.results = results
    self.strata = strata
  }

  /// The account of a point; nil without a requirement or an objective, when there is nothing to
  /// weigh against each other.
  func sentence(_ place: Int) -> String? {
    guard let requirement = description.requirement, !description.objectives.isEmpty,
      let series = results.series(requirement.metric, place)
    else { return nil }
    let values = series.observations.compactMap(\.value.integer)
    let count = values.count(where: requirement.counts)
    guard let share = Proportion(successes: count, of: values.count).share.value else { return nil }
    let verb = requirement.isMet(by: share) ? "fulfils" : "fails"
    var text = "\(strata.choice(place)) \(verb) \(requirement.text), with \(count) of "
    text += "\(values.count) \(values.count == 1 ? "run" : "runs")"
    for objective in description.objectives {
      if let amount = amount(of: objective, place) { text += "; \(amount)" }
    }
    let known = description.objectives + [requirement.metric]
    let price = description.metrics.filter { !known.contains($0) }
      .compactMap { amount(of: $0, place) }
    return text + (price.isEmpty ? "." : "; its price: \(price.joined(separator: ", ")).")
  }

  /// A metric by its mean alone, for the table has the intervals; nil where no run has a value.
  private func amount(of metric: String, _ place: Int) -> String? {
    guard let series = results.series(metric, place), let mean = series.mean else { return nil }
    if series.isProportion {
      return "\(metric) in \(series.proportion.successes) of \(series.proportion.count) runs"
    }
    // Where no run has a value the limit would look like one.
    if series.definedCount == 0 {
      return "\(metric) never\(series.reason.map { " (\($0))" } ?? "")"
    }
    let unit = DisplayUnit(for: series.definition.unit, magnitude: mean.magnitude)
    let suffix = unit.name.isEmpty ? "" : " \(unit.name)"
    return "\(metric) \(unit.number(mean))\(suffix)"
  }
}
