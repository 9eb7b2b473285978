// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import Reports

/// Documentation/Experiments.md, made of the declarations that the loader reads by.
enum ExperimentReference {
  private static let width = 100

  /// The whole document, without the end of its last line.
  static var markdown: String {
    var lines = introduction.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    lines += section(
      "The file", "The keys at the top of a file.", ExperimentSchema.keys, path: "")
    for key in ExperimentSchema.keys where !key.keys.isEmpty {
      lines += section(key.name, key.help, key.keys, path: key.name + ".")
    }
    for form in ExperimentSchema.forms {
      lines += section(form.name, form.help, form.keys, path: "")
      lines += [""]
      lines += paragraph("Written as \(form.form.typeText); for example `\(form.exampleText)`.")
    }
    lines += ["", "## What is not modelled", ""]
    lines += paragraph(
      "Who looks for one of these is told so, by the message of an unknown key and by `setaside keys`. "
        + "The exact list is in [Model.md](Model.md), section 7.")
    lines.append("")
    for thing in NotModelled.all { lines += item(capitalised(thing.plainSentence) + ".") }
    return lines.joined(separator: "\n")
  }

  private static let introduction = """
    # Experiments

    Every key of an experiment. `setaside keys --markdown` prints this document from the declarations
    that files are read by, and a test compares the two. `setaside keys NAME` explains a key,
    `setaside init` writes a first experiment with comments, and `setaside schema` tells editors.

    ## Values

    * A **quantity** is a number with its unit: `64 GiB`, `4.5 us`, `4 GiB/s`, `20 %`. It is kept
      exactly, in pages of 4 KiB, nanoseconds, bytes a second or millionths; what does not fit is
      refused.
    * Any quantity can be an **expression** over other values of the file: `"guests.db.memory / 2"`,
      `"host.marks.low * 2"`, `"max(costs.node, 1 us)"`. A guest, task or group stands in a path by its
      name.
    * *Fixed or drawn* means that `{ uniform: [0 s, 5 s] }` or `{ exponential: 1 s }` can stand in
      place of the quantity: see `drawn` below. Then the seed of the trial decides.
    * A value of the command line replaces one of the file: `-s 'tasks.batch.rate=2 GiB/s'`.
    """

  private static func section(
    _ title: String, _ help: String, _ keys: [KeyDescription], path: String
  ) -> [String] {
    ["", "## \(title)", ""] + paragraph(help) + [""] + items(keys, path: path, depth: 0)
  }

  /// The keys of a section; those inside a key that is no section follow it.
  private static func items(_ keys: [KeyDescription], path: String, depth: Int) -> [String] {
    keys.flatMap { key in
      let rule =
        key.isRequired ? "; required" : key.defaultText.map { "; `\($0)` by default" } ?? ""
      let own = item(
        "`\(key.name)`: \(key.help) *Value:* \(key.form.typeText)\(rule). *Example:* "
          + unbroken("`\(key.example)`"), depth: depth)
      let isSection = path.isEmpty && depth == 0
      return own + (isSection ? [] : items(key.keys, path: path + key.name + ".", depth: depth + 1))
    }
  }

  private static func item(_ text: String, depth: Int = 0) -> [String] {
    let blanks = String(repeating: "  ", count: depth)
    let lines = TextWrap.lines(text, width: width, first: blanks + "* ", indent: blanks + "  ")
    return lines.map { $0.replacing(joint, with: " ") }
  }

  /// Stands for a blank at which no line may end.
  private static let joint = "\u{1}"

  private static func unbroken(_ text: String) -> String { text.replacing(" ", with: joint) }

  private static func paragraph(_ text: String) -> [String] {
    TextWrap.lines(text, width: width)
  }

  private static func capitalised(_ text: String) -> String {
    (text.first.map { String($0).uppercased() } ?? "") + text.dropFirst()
  }
}
