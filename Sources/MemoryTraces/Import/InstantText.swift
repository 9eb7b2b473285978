// SPDX-License-Identifier: Apache-2.0

/// Points in time as tools write them.
internal enum InstantText {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let nanosecondsOfDay = 86_400_000_000_000

  /// Nanoseconds since 1970 of an ISO 8601 text, of `2026/01/31 12:00:00`, or of what date(1)
  /// prints; nil for anything else.
  ///
  /// Without a zone it is UTC; names of zones are not known, and count as UTC.
  static func parse(_ text: some StringProtocol) -> Int? {
    let words = String(text).split { (character: Character) in character == " " || character == "\t"
    }
    .map { String($0) }
    guard let first = words.first else { return nil }
    guard first.utf8.first.map({ (48...57).contains($0) }) == true else { return dateOutput(words) }
    let halves = first.split(maxSplits: 1, omittingEmptySubsequences: false) {
      $0 == "T" || $0 == "t"
    }
    guard let day = day(halves[0]) else { return nil }
    var rest = halves.dropFirst().map(String.init) + words.dropFirst()
    guard !rest.isEmpty else { return instant(day: day, clock: 0) }
    let (clockText, zoneText) = splitZone(rest.removeFirst())
    let zones = (zoneText.isEmpty ? [] : [zoneText]) + rest
    guard let clock = clock(clockText), zones.count <= 1,
      let offset = zones.isEmpty ? 0 : zone(zones[0])
    else { return nil }
    return instant(day: day, clock: clock - offset)
  }

  /// Nanoseconds since midnight of `12:30`, `12:30:05` or `12:30:05.25`; nil for anything else.
  static func clock(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let hours = number(parts[0], digits: 1...2, in: 0...23),
      let minutes = number(parts[1], digits: 2...2, in: 0...59)
    else { return nil }
    guard parts.count == 3 else { return (hours * 60 + minutes) * 60_000_000_000 }
    let point = parts[2].split(maxSplits: 1, omittingEmptySubsequences: false) {
      $0 == "." || $0 == ","
    }
    guard let seconds = number(point[0], digits: 2...2, in: 0...60) else { return nil }
    var fraction = 0
    if point.count == 2 {
      let digits = point[1].utf8
      guard !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
      for index in 0..<9 {
        let digit = digits.dropFirst(index).first.map { Int($0) - 48 } ?? 0
        fraction = fraction * 10 + digit
      }
    }
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000 + fraction
  }

  /// Whether a text is a day alone, such as `2026-01-31`.
  static func isDay(_ text: some StringProtocol) -> Bool { day(text) != nil }

  /// Nanoseconds since 1970 as `2026-01-31T12:00:00Z`.
  static func text(_ nanoseconds: Int) -> String {
    var seconds = nanoseconds / 1_000_000_000
    if nanoseconds % 1_000_000_000 < 0 { seconds -= 1 }
    let days = (seconds - ((seconds % 86_400) + 86_400) % 86_400) / 86_400
    let rest = seconds - days * 86_400
    // The calendar is counted from the first of March of the year 0, so that the leap day is last.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    return "\(year)-\(two(month))-\(two(day))T\(two(rest / 3_600)):\(two(rest / 60 % 60))"
      + ":\(two(rest % 60))Z"
  }

  // MARK: Parts

  /// Days since 1970.
  private static func day(_ text: some StringProtocol) -> Int? {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" }
    guard parts.count == 3, let year = number(parts[0], digits: 4...4, in: 1_900...2_261),
      let month = number(parts[1], digits: 1...2, in: 1...12),
      let day = number(parts[2], digits: 1...2, in: 1...31)
    else { return nil }
    return days(year: year, month: month, day: day)
  }

  /// Days since 1970; nil for a day that the month has not.
  private static func days(year: Int, month: Int, day: Int) -> Int? {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[month - 1] else { return nil }
    let before = year - 1
    let leapDays = before / 4 - before / 100 + before / 400
    return before * 365 + leapDays - 719_162 + lengths.prefix(month - 1).reduce(0, +) + day - 1
  }

  private static func instant(day: Int, clock: Int) -> Int { day * nanosecondsOfDay + clock }

  /// `12:00:00+02:00` as its two parts.
  private static func splitZone(_ text: String) -> (String, String) {
    let end = text.firstIndex { "Zz+-".contains($0) || $0.isLetter } ?? text.endIndex
    return (String(text[..<end]), String(text[end...]))
  }

  /// Nanoseconds east of UTC.
  private static func zone(_ text: String) -> Int? {
    guard let sign = text.first, sign == "+" || sign == "-" else {
      return text.allSatisfy(\.isLetter) ? 0 : nil
    }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard digits.count == 2 || digits.count == 4,
      let hours = number(digits.prefix(2), digits: 2...2, in: 0...23)
    else { return nil }
    let minutes = digits.count == 4 ? number(digits.suffix(2), digits: 2...2, in: 0...59) : 0
    guard let minutes else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000_000_000
  }

  /// `Thu Jan  1 12:00:00 UTC 2026`, with the day before or behind the month, and AM or PM.
  private static func dateOutput(_ words: [String]) -> Int? {
    guard (4...7).contains(words.count) else { return nil }
    var month: Int?
    var day: Int?
    var year: Int?
    var time: Int?
    var isAfternoon: Bool?
    for word in words {
      if let index = months.firstIndex(of: word.lowercased()) {
        month = index + 1
      } else if let number = number(word, digits: 1...2, in: 1...31) {
        day = number
      } else if let number = number(word, digits: 4...4, in: 1_900...2_261) {
        year = number
      } else if let clock = clock(word) {
        time = clock
      } else if ["AM", "PM"].contains(word.uppercased()) {
        isAfternoon = word.uppercased() == "PM"
      } else if !word.allSatisfy({ $0.isLetter || $0 == "," || $0 == "." }) {
        return nil
      }
    }
    guard let month, let day, let year, var time,
      let days = days(year: year, month: month, day: day)
    else { return nil }
    if let isAfternoon {
      time = time % (nanosecondsOfDay / 2) + (isAfternoon ? nanosecondsOfDay / 2 : 0)
    }
    return instant(day: days, clock: time)
  }

  private static func number(
    _ text: some StringProtocol, digits: ClosedRange<Int>, in range: ClosedRange<Int>
  ) -> Int? {
    guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let value = Int(text), range.contains(value)
    else { return nil }
    return value
  }
}
