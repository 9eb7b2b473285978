// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
public import ResultStore
internal import Statistics
public import TrialExecution

/// Two results files beside each other: their equal trials, which are those of the same values and seed, in pairs.
public struct FileComparison: Sendable {
  /// A results file with the sweep that it is of.
  public struct Side: Sendable {
    /// What the file is called.
    public let path: String
    /// The sweep.
    public let description: SweepDescription
    let observations: ObservationTable

    /// Reads these metrics of a file.
    ///
    /// - Throws: `ResultStoreError` if the file cannot be read.
    public init(
      _ path: String, _ store: ResultStore, of description: SweepDescription, metrics: [String]
    ) throws(ResultStoreError) {
      self.path = path
      self.description = description
      observations = try store.observations(of: metrics)
    }
  }

  /// One metric at one point.
  struct Row: Sendable {
    /// What is chosen at the point.
    let choice: String
    /// The metric.
    let metric: String
    /// In how many pairs the files do not have the same.
    let differing: Int
    /// How many pairs there are.
    let pairs: Int
    /// The second file beside the first; nil where the metric is compared for being equal alone.
    let judged: JudgedComparison?
  }

  /// The rows, point by point.
  let rows: [Row]
  /// How many pairs of trials there are, whatever their metrics.
  let pairCount: Int
  /// How many points both have.
  let pointCount: Int
  /// How many points, and trials of common points, only the first and only the second has.
  let onlyIn: [(points: Int, trials: Int)]
  private let sides: [Side]
  private let changes: [String]
  private let leftOut: [String]
  private let metricCount: Int

  /// Compares two files.
  ///
  /// - Parameters:
  ///   - before: the first file.
  ///   - after: the second.
  ///   - metrics: what is compared for being equal; those that the first sweep measures get a verdict.
  ///   - changes: what the trials were run with that is not the same, in words.
  ///   - leftOut: the metrics that mean something else in one of the files.
  public init(
    _ before: Side, _ after: Side, metrics: [String], changes: [String], leftOut: [String]
  ) {
    sides = [before, after]
    self.changes = changes
    self.leftOut = leftOut
    let known = metrics.filter { MetricCatalogue.definition(of: $0) != nil }
    metricCount = known.count
    let common = Self.commonPoints(before.description, after.description)
    pointCount = common.count
    let pairing = Pairing(before, after, common, known)
    pairCount = pairing.pairCount
    onlyIn = [
      (before.description.points.count - common.count, pairing.onlyBefore),
      (after.description.points.count - common.count, pairing.onlyAfter),
    ]
    rows = pairing.rows()
  }

  /// Whether any value of a pair differs, or a trial is in one file alone.
  public var differs: Bool {
    rows.contains { $0.differing > 0 } || onlyIn.contains { $0.points > 0 || $0.trials > 0 }
  }

  /// The places of the points that have the same values in both, in the order of the first.
  private static func commonPoints(
    _ before: SweepDescription, _ after: SweepDescription
  ) -> [(before: Int, after: Int)] {
    func key(_ point: SweepDescription.Point) -> [String] {
      point.values.map { "\($0.path)=\($0.label)" }.sorted()
    }
    let places = Dictionary(after.points.enumerated().map { (key($1), $0) }) { first, _ in first }
    return before.points.enumerated().compactMap { place, point in
      places[key(point)].map { (place, $0) }
    }
  }

  // MARK: What it says

  /// The answer, on lines of this width; rows that are equal are counted.
  public func lines(width: Int) -> [StyledLine] {
    let pairs = CountText.of(pairCount, "pair")
    var blocks = [
      AnswerBlock(
        "Pairs",
        [
          "\(pairs) of equal trials (values and seed) at \(CountText.of(pointCount, "point")): "
            + "\(sides[1].path) beside \(sides[0].path)."
        ])
    ]
    blocks += changes.enumerated().map {
      AnswerBlock($0 == 0 ? "Changed" : "", as: .caution, ["\($1)."])
    }
    if changes.isEmpty {
      blocks.append(AnswerBlock("Changed", ["nothing that trials were run with."]))
    }
    for (side, only) in zip(sides, onlyIn) where only.points > 0 || only.trials > 0 {
      blocks.append(
        AnswerBlock(
          "Only in", as: .caution,
          [
            "\(side.path): \(CountText.of(only.points, "point")), and of the others "
              + "\(CountText.of(only.trials, "trial"))."
          ]))
    }
    if !leftOut.isEmpty {
      blocks.append(
        AnswerBlock(
          "Left", as: .caution,
          [4, 2, 1].map {
            "out, for they mean something else since then: \(AnswerBlock.list(leftOut, max: $0))."
          }))
    }
    let differing = rows.filter { $0.differing > 0 }
    let names = Set(differing.map(\.metric)).count
    blocks.append(
      pairCount == 0
        ? AnswerBlock("Result", as: .bad, ["no trial is in both files: nothing is compared."])
        : differing.isEmpty
          ? AnswerBlock(
            "Result", as: .good, ["every pair has the same in all \(metricCount) metrics."])
          : AnswerBlock(
            "Result", as: .bad,
            ["\(names) of \(CountText.of(metricCount, "metric")) differ in some pair."]))
    return blocks.flatMap { $0.lines(width: width) } + table(differing, width: width)
  }

  private func table(_ differing: [Row], width: Int) -> [StyledLine] {
    let shown = differing.filter { $0.judged != nil }
    let others = differing.filter { $0.judged == nil }.map(\.metric)
    var lines: [StyledLine] = []
    if !shown.isEmpty {
      let texts = shown.map { $0.judged.map { DifferenceText($0) } }
      let table = TextTable(
        lead: [
          .init("choice", cells: shown.map { AnswerTable.short($0.choice) }),
          .init("metric", cells: shown.map(\.metric)),
        ],
        columns: [
          .init("runs", .right, cells: shown.map { "\($0.differing) of \($0.pairs)" }),
          .init("difference", .right, cells: texts.map { $0?.difference ?? "" }),
          .init("verdict", cells: texts.map { $0?.verdict ?? "" }),
        ])
      lines = [StyledLine("")] + table.lines(width: width).map { StyledLine($0) }
    }
    let names = others.enumerated().filter { others.firstIndex(of: $1) == $0 }.map(\.element)
    guard !names.isEmpty else { return lines }
    let text = "Not measured by the experiment, and not the same: \(names.joined(separator: ", "))."
    return lines + [StyledLine("")] + TextWrap.lines(text, width: width).map { StyledLine($0) }
  }

  /// The table for machines: one row for each point and metric, in stored units.
  public var table: DataTable {
    DataTable(
      .files,
      columns: [
        "choice", "metric", "pairs", "pairs_differing", "unit", "before_mean", "after_mean",
        "difference", "family_lower", "family_upper", "p_adjusted", "verdict",
      ],
      rows: rows.map { row in
        let none = row.judged == nil ? "not measured" : "too few pairs or no spread"
        let raw = row.judged?.raw
        return [
          .text(row.choice), .text(row.metric), .integer(Int64(row.pairs)),
          .integer(Int64(row.differing)),
          .text(
            raw?.isShare == true
              ? "share" : MetricCatalogue.definition(of: row.metric)?.unit.rawValue ?? ""),
          .optional(raw?.baselineMean, none), .optional(raw?.sample.candidate.mean.value, none),
          .optional(raw?.mean, none), .optional(row.judged?.familyInterval?.lower, none),
          .optional(row.judged?.familyInterval?.upper, none),
          .optional(row.judged?.difference.value, none),
          row.judged.map { .text($0.verdict.rawValue) } ?? .none(none),
        ]
      })
  }

  /// The answer for machines.
  public var json: JSONValue {
    .object([
      ("before", .text(sides[0].path)), ("after", .text(sides[1].path)),
      ("pairs", .integer(Int64(pairCount))), ("differs", .truth(differs)),
      ("changes", .array(changes.map { .text($0) })),
      ("left_out", .array(leftOut.map { .text($0) })),
      ("points_only_in", .array(onlyIn.map { .integer(Int64($0.points)) })),
      ("trials_only_in", .array(onlyIn.map { .integer(Int64($0.trials)) })),
      ("tables", .object([(TableName.files.rawValue, table.json)])),
    ])
  }
}
