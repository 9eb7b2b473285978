// SPDX-License-Identifier: Apache-2.0

/// The points of a sweep, sorted into conditions and the choices that can be made under each.
///
/// The axes of the baseline, and those that only some members of a union vary, are choices: what the
/// experiment decides about. The others are conditions, such as the size of a load: no choice is better
/// "on average over conditions", so they are never averaged.
struct SweepStrata: Sendable {
  /// The points under one condition.
  struct Stratum: Sendable {
    /// The values of the conditions, such as `tasks.batch.rate 4 GiB/s`; empty when there is none.
    let condition: String
    /// The points, by their places in the sweep.
    let points: [Int]
    /// The one to compare with, if the experiment names it and it is here.
    let baseline: Int?
  }

  /// The conditions, in the order of the sweep.
  let strata: [Stratum]
  private let choices: [String]
  private var names: [String] = []
  private let conditions: [String]
  private let description: SweepDescription

  init(_ description: SweepDescription) {
    self.description = description
    let decided = description.baseline.map(\.path)
    // What nobody knows is no choice: an outer design is told by where its verdicts hold.
    let choices = description.innerAxes.filter { axis in
      decided.isEmpty || decided.contains(axis)
        || description.points.contains { $0.label(of: axis) == nil }
    }
    self.choices = choices
    let axes = description.axes
    let conditions = axes.filter { !choices.contains($0) }
    var order: [String] = []
    var members: [String: [Int]] = [:]
    self.conditions = description.innerAxes.filter { !choices.contains($0) }
    for (place, point) in description.points.enumerated() {
      let condition = Self.condition(point, conditions, axes)
      if members[condition] == nil { order.append(condition) }
      members[condition, default: []].append(place)
    }
    strata = order.map { condition in
      let points = members[condition] ?? []
      return Stratum(
        condition: condition, points: points,
        baseline: Self.baseline(among: points, of: description))
    }
    names = named()
  }

  /// The values of the conditions at a point, without those that nobody knows; empty for none.
  func condition(_ place: Int) -> String {
    Self.condition(description.points[place], conditions, description.axes)
  }

  /// The axes that are no choice, with the short title of each and its value under a condition.
  func conditionValues(_ place: Int) -> [(title: String, label: String)] {
    conditions.map {
      (AxisTitle.short($0, among: description.axes), description.points[place].label(of: $0) ?? "")
    }
  }

  /// What is chosen at a point, in as few words as tell it from the others of its condition: what is
  /// not as the baseline has it.
  func name(_ place: Int) -> String { names[place] }

  /// The name in as little room as a table has.
  func shortName(_ place: Int) -> String {
    let name = names[place]
    guard name.count > Self.shortNameMax else { return name }
    let short = name.prefix(Self.shortNameMax - 3) + "..."
    let isAmbiguous = names.indices.contains {
      $0 != place && names[$0].hasPrefix(short.dropLast(3))
    }
    return isAmbiguous ? name : String(short)
  }

  private static let shortNameMax = 28

  private func name(_ place: Int, beside baseline: Int) -> String {
    let base = description.points[baseline]
    let point = description.points[place]
    let decided = description.baseline.map(\.path)
    let labels = choices.compactMap { axis -> String? in
      guard let label = point.label(of: axis) else { return nil }
      let isTold = place == baseline ? decided.contains(axis) : label != base.label(of: axis)
      guard isTold else { return nil }
      // A bare number says nothing without the name of what it is a number of.
      return label.contains(where: \.isLetter)
        ? label : "\(AxisTitle.short(axis, among: choices)) \(label)"
    }
    return labels.isEmpty ? choice(place) : labels.joined(separator: ", ")
  }

  /// Names every point, in full where two of one condition would have the same name.
  private func named() -> [String] {
    var names = description.points.indices.map(choice)
    for stratum in strata {
      guard let baseline = stratum.baseline else { continue }
      let short = stratum.points.map { name($0, beside: baseline) }
      for (place, name) in zip(stratum.points, short)
      where short.count(where: { $0 == name }) == 1 { names[place] = name }
    }
    return names
  }

  private static func condition(
    _ point: SweepDescription.Point, _ conditions: [String], _ axes: [String]
  ) -> String {
    conditions.map { "\(AxisTitle.short($0, among: axes)) \(point.label(of: $0) ?? "")" }
      .joined(separator: ", ")
  }

  /// What is chosen at a point, such as `wait-for-quota pages=256`.
  func choice(_ place: Int) -> String {
    let point = description.points[place]
    let labels = choices.compactMap { axis -> String? in
      guard let label = point.label(of: axis) else { return nil }
      // A bare number says nothing without the name of what it is a number of.
      return choices.count > 1 ? "\(AxisTitle.short(axis, among: choices)) \(label)" : label
    }
    return labels.isEmpty ? "the only point" : labels.joined(separator: ", ")
  }

  /// The point with the baseline's values and the fewest others: a member of a union that varies more
  /// is another choice that happens to share those values.
  private static func baseline(among points: [Int], of description: SweepDescription) -> Int? {
    guard !description.baseline.isEmpty else { return nil }
    let matching = points.filter { place in
      description.baseline.allSatisfy {
        description.points[place].label(of: $0.path) == $0.label
      }
    }
    return matching.min {
      description.points[$0].values.count < description.points[$1].values.count
    }
  }
}
