// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import TrialExecution

/// Where in the box of assumptions a verdict changes: a tree of at most two questions on each way.
///
/// Breiman and others 1984, "Classification and Regression Trees": each question is the one, of all
/// axes and all thresholds between two samples, that leaves the least Gini impurity; the first in the
/// order of axes and thresholds among equals. It is greedy: a pattern that shows only in two axes
/// together may be missed, and then the regions say how pure they are.
struct FlipSurface: Sendable {
  /// A part of the box.
  struct Region: Sendable {
    /// What holds there, such as `per-cpu-lists.high is kernel`.
    let conditions: [String]
    /// The verdict that most of its samples have.
    let verdict: Verdict
    /// The samples in it.
    let count: Int
    /// The share of them with that verdict.
    let purity: Double
  }

  /// Axes with this few values are asked for a value, not for more or less.
  private static let namedValuesMax = 6
  /// A region below this share of the box is an accident.
  private static let shareMin = 0.05

  /// The regions, in the order of the questions.
  let regions: [Region]

  /// Finds the regions; nil where one verdict holds everywhere, or no question parts them.
  ///
  /// - Complexity: O(axes · n · log n) for each of at most three questions.
  init?(_ cases: [OuterCase], axes: [String]) {
    let cases = Self.byAnswer(cases)
    let verdicts = Set(cases.map(\.verdict))
    guard verdicts.count > 1 else { return nil }
    let columns = axes.indices.map { axis in
      Column(axes[axis], cases.map { $0.labels[axis] }, cases, axis)
    }
    let least = max(2, Int((Double(cases.count) * Self.shareMin).rounded(.up)))
    func grown(_ members: [Int], _ conditions: [Condition], _ depth: Int) -> [Region] {
      let whole = Self.region(members, conditions.map(\.text), cases)
      guard depth < 2, let split = Self.split(members, columns, cases, least) else {
        return [whole]
      }
      let parts =
        grown(split.inside, Self.adding(split.insideCondition, to: conditions), depth + 1)
        + grown(split.outside, Self.adding(split.outsideCondition, to: conditions), depth + 1)
      // Parts that say the same are no flip.
      return parts.allSatisfy { $0.verdict == whole.verdict } ? [whole] : parts
    }
    let regions = grown(Array(cases.indices), [], 0)
    guard regions.count > 1 else { return nil }
    self.regions = regions
  }

  /// The regions in words.
  var text: String {
    regions.map { region in
      "\(region.verdict.rawValue) where \(region.conditions.joined(separator: " and ")) "
        + "(\(DecimalText.fixed(region.purity * 100, decimals: 0)) % of those \(CountText.of(region.count, "sample")))"
    }.joined(separator: "; ")
  }

  /// The cases with one verdict for each answer, the most frequent one: more or less surely the same is no flip.
  private static func byAnswer(_ cases: [OuterCase]) -> [OuterCase] {
    let counts = Verdict.allCases.map { verdict in
      (verdict: verdict, count: cases.count { $0.verdict == verdict })
    }
    return cases.map { item in
      var answer = item
      var most = 0
      for (verdict, count) in counts where count > most && verdict.saysTheSame(as: item.verdict) {
        (answer.verdict, most) = (verdict, count)
      }
      return answer
    }
  }

  private static func region(
    _ members: [Int], _ conditions: [String], _ cases: [OuterCase]
  ) -> Region {
    let counts = Verdict.allCases.map { verdict in
      (verdict, members.count { cases[$0].verdict == verdict })
    }
    // The first of equals, in the order of the verdicts.
    var most = counts[0]
    for count in counts where count.1 > most.1 { most = count }
    return Region(
      conditions: conditions, verdict: most.0, count: members.count,
      purity: Double(most.1) / Double(max(1, members.count)))
  }

  /// What is asked of an axis; of the same kind and axis the later one is the tighter.
  private struct Condition {
    enum Kind { case atMost, above, named }
    let axis: String
    let kind: Kind
    let text: String
  }

  private static func adding(_ new: Condition, to conditions: [Condition]) -> [Condition] {
    conditions.filter { $0.axis != new.axis || $0.kind != new.kind } + [new]
  }

  /// A question that parts some samples.
  private struct Split {
    let inside: [Int]
    let outside: [Int]
    let insideCondition: Condition
    let outsideCondition: Condition
  }

  /// One axis: the samples' places on it and what they are called.
  private struct Column {
    let name: String
    let coordinates: [Double]
    let labels: [String]
    /// The names of the values, by place; empty where there are too many to name.
    let values: [String]

    init(_ name: String, _ labels: [String], _ cases: [OuterCase], _ axis: Int) {
      self.name = name
      self.labels = labels
      coordinates = cases.map {
        axis < $0.sample.coordinates.count ? $0.sample.coordinates[axis] : 0
      }
      var values: [String] = []
      let places = coordinates
      for index in labels.indices.sorted(by: { (places[$0], $0) < (places[$1], $1) })
      where !values.contains(labels[index]) {
        values.append(labels[index])
        if values.count > FlipSurface.namedValuesMax { break }
      }
      self.values = values.count > FlipSurface.namedValuesMax ? [] : values
    }
  }

  private static func split(
    _ members: [Int], _ columns: [Column], _ cases: [OuterCase], _ least: Int
  ) -> Split? {
    guard Set(members.map { cases[$0].verdict }).count > 1 else { return nil }
    var best: (impurity: Double, split: Split)?
    let before = impurity(members, cases) * Double(members.count)
    for column in columns {
      guard let found = split(members, column, cases, least) else { continue }
      if found.impurity < (best?.impurity ?? before - 1e-9) { best = found }
    }
    return best?.split
  }

  /// The best question about one axis.
  private static func split(
    _ members: [Int], _ column: Column, _ cases: [OuterCase], _ least: Int
  ) -> (impurity: Double, split: Split)? {
    guard column.values.isEmpty else { return named(members, column, cases, least) }
    let ordered = members.sorted {
      (column.coordinates[$0], $0) < (column.coordinates[$1], $1)
    }
    var below = Tally()
    var above = Tally()
    for member in ordered { above.add(cases[member].verdict) }
    var best: (impurity: Double, place: Int)?
    for place in ordered.indices.dropLast() {
      below.add(cases[ordered[place]].verdict)
      above.remove(cases[ordered[place]].verdict)
      guard place + 1 >= least, ordered.count - place - 1 >= least,
        column.labels[ordered[place]] != column.labels[ordered[place + 1]]
      else { continue }
      let impurity = below.impurity + above.impurity
      if impurity < (best?.impurity ?? .infinity) { best = (impurity, place) }
    }
    guard let best else { return nil }
    let limit = column.labels[ordered[best.place]]
    return (
      best.impurity,
      Split(
        inside: Array(ordered[...best.place]), outside: Array(ordered[(best.place + 1)...]),
        insideCondition: Condition(
          axis: column.name, kind: .atMost, text: "\(column.name) <= \(limit)"),
        outsideCondition: Condition(
          axis: column.name, kind: .above, text: "\(column.name) > \(limit)"))
    )
  }

  /// The best question about an axis with few values: the first ones of them, or a single one.
  private static func named(
    _ members: [Int], _ column: Column, _ cases: [OuterCase], _ least: Int
  ) -> (impurity: Double, split: Split)? {
    let present = Set(members.map { column.labels[$0] })
    let values = column.values.filter(present.contains)
    guard values.count > 1 else { return nil }
    let groups =
      (1..<values.count).map { Array(values.prefix($0)) } + values.dropFirst().map { [$0] }
    var best: (impurity: Double, split: Split)?
    for group in groups {
      let inside = members.filter { group.contains(column.labels[$0]) }
      let outside = members.filter { !group.contains(column.labels[$0]) }
      guard inside.count >= least, outside.count >= least else { continue }
      let impurity =
        Self.impurity(inside, cases) * Double(inside.count)
        + Self.impurity(outside, cases) * Double(outside.count)
      let others = values.filter { !group.contains($0) }
      if impurity < (best?.impurity ?? .infinity) {
        best = (
          impurity,
          Split(
            inside: inside, outside: outside,
            insideCondition: named(column, group), outsideCondition: named(column, others))
        )
      }
    }
    return best
  }

  private static func named(_ column: Column, _ values: [String]) -> Condition {
    Condition(
      axis: column.name, kind: .named,
      text: "\(column.name) is \(values.joined(separator: " or "))")
  }

  private static func impurity(_ members: [Int], _ cases: [OuterCase]) -> Double {
    var tally = Tally()
    for member in members { tally.add(cases[member].verdict) }
    return members.isEmpty ? 0 : tally.impurity / Double(members.count)
  }

  /// How many samples have each verdict.
  private struct Tally {
    private var counts = [Int](repeating: 0, count: Verdict.allCases.count)
    private var total = 0

    mutating func add(_ verdict: Verdict) { change(verdict, by: 1) }
    mutating func remove(_ verdict: Verdict) { change(verdict, by: -1) }

    private mutating func change(_ verdict: Verdict, by amount: Int) {
      guard let place = Verdict.allCases.firstIndex(of: verdict) else { return }
      counts[place] += amount
      total += amount
    }

    /// Gini's impurity times the number of samples.
    var impurity: Double {
      guard total > 0 else { return 0 }
      let squares = counts.reduce(0.0) { $0 + Double($1) * Double($1) }
      return Double(total) - squares / Double(total)
    }
  }
}
