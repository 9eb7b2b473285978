// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// The answer of a sweep on one screen: who is out, who is best and by how much, what is open, and a table.
///
/// It says nothing that the whole report does not say, and leaves most of that out.
struct SweepAnswer: Sendable {
  /// How many lines it may have: a terminal has 24, and the command adds two and the prompt.
  static let linesMax = 21
  /// The fewest rows that its table keeps.
  private static let rowsMin = 3

  /// The sweep.
  let analysis: SweepAnalysis
  /// The outer design, if there is one.
  let outer: OuterAnalysis?
  /// What was not there to be compared.
  let lead: [String]
  /// How many characters a line has.
  let width: Int
  /// The sweep.
  var description: SweepDescription { analysis.description }

  /// The lines, at most `linesMax` unless what must be said takes more.
  func lines() -> [StyledLine] {
    var question = question(lines: 2).map { StyledLine($0, .heading) }
    let head = TextWrap.lines(scope, width: width).map { StyledLine($0) } + warnings
    // That nothing is compared comes before everything else.
    let first = (lead.first.map { Self.lines($0, 2, width: width) } ?? [])
      .map { StyledLine($0, .caution) }
    let found = found()
    var blocks = found.blocks
    func textLines() -> [StyledLine] {
      first + question + head + blocks.flatMap { $0.lines(width: width) }
    }
    let table = found.table
    // A blank line above the table, its header and the two lines at the end.
    let fixed = 1 + (table?.header.count ?? 0) + foot(table, cut: table?.rows.count ?? 0).count
    func rowsLeft() -> Int { Self.linesMax - fixed - textLines().count }
    let wanted = min(Self.rowsMin, table?.rows.count ?? 0)
    while rowsLeft() < wanted, let place = blocks.lastIndex(where: \.isOptional) {
      blocks.remove(at: place)
    }
    if rowsLeft() < wanted { question = Array(self.question(lines: 1).map { .init($0, .heading) }) }
    guard let table else { return textLines() + [StyledLine("")] + foot(nil, cut: 0) }
    let count = table.rows.count
    let room = max(wanted, rowsLeft())
    let rows = count <= room ? table.rows : Array(table.rows.prefix(max(1, room)))
    return textLines() + [StyledLine("")] + table.header.map { StyledLine($0, .heading) } + rows
      + foot(table, cut: count - rows.count)
  }

  /// The question in so many lines; its last sentence where all of it is longer.
  private func question(lines count: Int) -> [String] {
    let text = QuestionText.of(description.question)
    guard !text.isEmpty else { return [] }
    let all = TextWrap.lines(text, width: width)
    guard all.count > count else { return all }
    let start = text.dropLast().lastIndex { ".?!".contains($0) }
    let last = start.map { text[text.index(after: $0)...] } ?? text[...]
    return Self.lines(String(last), count, width: width)
  }

  /// What was run: choices, runs, the kernel, and that costs are assumed.
  private var scope: String {
    let points = description.points
    let conditions = analysis.strata.strata.count
    let samples = outer == nil ? 1 : Set(points.compactMap(\.sample)).count
    let counts = points.indices.map(analysis.results.runCount)
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    let runs = (least < most ? "\(least) to " : "") + CountText.of(most, "run")
    let all = CountText.of(points.count, "point")
    var texts = [
      outer != nil
        ? "\(all), \(CountText.of(samples, "sample")) of what is assumed x \(runs)"
        : conditions > 1
          ? "\(all) under \(conditions) conditions x \(runs)"
          : "\(CountText.of(description.points.count, "choice")) x \(runs)"
    ]
    if !description.points.contains(where: \.isRandom) { texts.append("nothing is drawn") }
    if !description.kernelBrief.isEmpty { texts.append(description.kernelBrief) }
    if outer == nil { texts.append("assumed costs") }
    return texts.joined(separator: "; ") + "."
  }

  /// What must be known before the rest is believed, a line each.
  private var warnings: [StyledLine] {
    var texts = lead.count == 2 ? [lead[1]] : []
    if lead.count > 2 { texts.append("\(lead.count - 1) more such notes: --explain.") }
    let results = analysis.results
    if results.isPartial {
      let whole = results.wholeRepetitions
      texts.append(
        "Partial: "
          + (whole == 0
            ? "no repetition is complete at all points; all runs count."
            : "\(CountText.of(whole, "repetition is", "repetitions are")) complete at all points; no other "
              + "counts in pairs."))
    }
    if let rule = description.settings.stopping {
      texts.append(
        "Runs were added by a rule: figures are corrected for \(CountText.of(rule.looks, "look")).")
    }
    let failed = description.points.indices.reduce(0) { $0 + results.failedCount($1) }
    if failed > 0 {
      texts.append(
        "\(CountText.of(failed, "trial")) failed and \(failed == 1 ? "has" : "have") no value.")
    }
    if HonestyNote.isNeeded(results) {
      texts.append("A policy did what a kernel could not: 'Policies' of --explain.")
    }
    return texts.flatMap { Self.lines($0, 1, width: width) }.map { StyledLine($0, .caution) }
  }

  /// A text in so many lines, cut at a blank where it has more.
  private static func lines(_ text: String, _ count: Int, width: Int) -> [String] {
    let lines = TextWrap.lines(text, width: width)
    guard lines.count > count else { return lines }
    let end = TextWrap.lines(lines[count - 1], width: width - 4)[0] + " ..."
    return lines.prefix(count - 1) + [end]
  }

  /// What the marks mean, and where the rest is.
  private func foot(_ table: AnswerTable?, cut: Int) -> [StyledLine] {
    let more = cut > 0 ? "and \(cut) more; " : ""
    let pointer = "\(more)tests, costs, assumptions and definitions: --explain"
    let marks = table?.marks ?? ""
    guard !marks.isEmpty else { return [StyledLine(pointer, .faint)] }
    let short = "\(more)\(marks); all else: --explain"
    guard short.count > width else { return [StyledLine(short, .faint)] }
    return (TextWrap.lines(marks, width: width) + [pointer]).map { StyledLine($0, .faint) }
  }

  /// What was found, and the table.
  private func found() -> (blocks: [AnswerBlock], table: AnswerTable?) {
    if let outer { return OuterAnswerText(outer, width: width).found() }
    let found = analysis.conditionFindings()
    let text = AnswerText(analysis, hasLead: !lead.isEmpty)
    if found.count == 1 { return (text.blocks(of: found[0]), choices(found[0])) }
    if found.isEmpty {
      let invitation = ReportLead.invitation(description).map { [AnswerBlock("Best", [$0])] }
      return (invitation ?? [], AnswerChoices(analysis, nil, width: width).table())
    }
    return (text.blocks(over: found), AnswerConditions(analysis, found, width: width).table())
  }

  private func choices(_ found: SweepAnalysis.ConditionFinding) -> AnswerTable {
    AnswerChoices(analysis, found, width: width).table()
  }
}
