// SPDX-License-Identifier: Apache-2.0

/// Ways to write numbers that other programs read, and that would be misread here.
enum NumberSpelling {
  /// What is wrong with a text that should be a number, and how it could be written; nil for a text of
  /// another kind.
  static func fault(in text: String) -> (message: String, suggestion: String?)? {
    let shown = "'\(text.abbreviated)'"
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard let first = digits.first, first.isASCII, first.isNumber || first == "." || first == "+"
    else { return nil }
    if digits.wholeMatch(of: #/0\d+(\.\d+)?( ?[^\d:.].*)?/#) != nil {
      let rest = digits.drop { $0 == "0" }
      let plain = rest.first?.isNumber == true ? rest : "0" + rest
      return (
        "\(shown) begins with a zero, which some programs read as octal",
        (text.hasPrefix("-") ? "-" : "") + String(plain)
      )
    }
    if digits.wholeMatch(of: #/\d+(\.\d+)?[eE][+-]?\d+.*/#) != nil {
      return ("\(shown): exponents are not read here; write all digits, or a larger unit", nil)
    }
    if digits.wholeMatch(of: #/0[xXoObB][0-9a-fA-F]+.*/#) != nil {
      return ("\(shown): numbers are decimal here", decimal(digits))
    }
    if digits.wholeMatch(of: #/\d+(:\d\d)+(\.\d+)?/#) != nil {
      return ("\(shown): times of day are not read here; write '5 min' or '5 min + 30 s'", nil)
    }
    if let match = digits.wholeMatch(of: #/(\d+(?:\.\d+)? ?[a-zµ]+) ?(\d+(?:\.\d+)? ?[a-zµ]+)/#),
      (try? QuantityLiteral(String(match.1))) != nil, (try? QuantityLiteral(String(match.2))) != nil
    {
      return ("\(shown) is two quantities", "\(match.1) + \(match.2)")
    }
    if digits.wholeMatch(of: #/\d{1,3}([,_']\d{3})+.*/#) != nil {
      return (
        "\(shown): digits stand side by side here",
        String(text.filter { !",_'".contains($0) })
      )
    }
    if let match = digits.wholeMatch(of: #/(\d+),(\d+.*)/#) {
      return ("\(shown): the point is a decimal point here", "\(match.1).\(match.2)")
    }
    if digits.wholeMatch(of: #/\.\d+.*/#) != nil {
      return ("\(shown): a digit stands before the point", "0\(text)")
    }
    if first == "+" { return ("\(shown): a number has no '+'", String(text.dropFirst())) }
    return nil
  }

  private static func decimal(_ text: Substring) -> String? {
    let radixes: [Character: Int] = ["x": 16, "o": 8, "b": 2]
    guard let mark = text.dropFirst().first?.lowercased().first, let radix = radixes[mark] else {
      return nil
    }
    return Int64(text.dropFirst(2), radix: radix).map { "\($0)" }
  }
}
