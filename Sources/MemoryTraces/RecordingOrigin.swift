// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Writes down where and when a recording was made.
internal enum RecordingOrigin {
  /// The present time in UTC, such as `2025-11-23T12:30:00Z`.
  static func now() -> String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func padded(_ value: Int32, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = [
      padded(parts.tm_year + 1900, 4), padded(parts.tm_mon + 1, 2), padded(parts.tm_mday, 2),
    ].joined(separator: "-")
    let clock = [padded(parts.tm_hour, 2), padded(parts.tm_min, 2), padded(parts.tm_sec, 2)]
      .joined(separator: ":")
    return "\(date)T\(clock)Z"
  }

  /// The processor, memory and kernel of this machine, but not its name.
  static func host() -> String {
    var parts: [String] = []
    var names = utsname()
    let hasNames = uname(&names) == 0
    let machine = hasNames ? text(&names.machine) : "unknown processor"
    // On s390 the lines have another form, and the architecture alone must do.
    let model = value(of: "model name", in: "/proc/cpuinfo")
    parts.append(model.map { "\(machine) \($0)" } ?? machine)
    parts.append("\(sysconf(Int32(_SC_NPROCESSORS_ONLN))) CPUs")
    if let total = value(of: "MemTotal", in: "/proc/meminfo") { parts.append("memory \(total)") }
    if hasNames { parts.append("\(text(&names.sysname)) \(text(&names.release))") }
    return parts.joined(separator: ", ")
  }

  /// Quotes a command for a shell, in one line.
  static func quoted(_ command: [String]) -> String {
    command.map(quoted).joined(separator: " ")
  }

  private static func quoted(_ word: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+./,:@%^")
    if !word.isEmpty && word.allSatisfy({ plain.contains($0) }) { return word }
    let hasControls = word.unicodeScalars.contains { $0.properties.generalCategory == .control }
    guard hasControls else {
      let parts = word.split(separator: "'", omittingEmptySubsequences: false)
      return "'" + parts.joined(separator: "'\\''") + "'"
    }
    // The form of bash and ksh, which alone can write a line end without one.
    var quoted = "$'"
    for scalar in word.unicodeScalars {
      switch scalar {
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "'", "\\": quoted += "\\\(scalar)"
      default:
        quoted +=
          scalar.properties.generalCategory == .control
          ? "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
            + String(scalar.value, radix: 16)
          : String(scalar)
      }
    }
    return quoted + "'"
  }

  private static func value(of key: String, in path: String) -> String? {
    var file = ProcessFile()
    guard let bytes = try? file.read(path) else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard line.hasPrefix(key), let colon = line.firstIndex(of: ":") else { continue }
      return String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    return nil
  }

  /// Reads a fixed array of characters, which Swift sees as a tuple.
  private static func text<Tuple>(_ tuple: inout Tuple) -> String {
    withUnsafeBytes(of: &tuple) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
