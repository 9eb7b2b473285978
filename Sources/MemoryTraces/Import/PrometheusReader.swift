// SPDX-License-Identifier: Apache-2.0

/// Reads the answer to a range query of Prometheus, of which one series becomes the trace.
internal enum PrometheusReader {
  private static let shownSeriesMax = 12

  private struct Series {
    let labels: String
    let values: [JSONValue]
    let offset: Int
  }

  static func read(into collector: inout ReadingCollector) {
    var parser = JSONText(bytes: collector.text.bytes)
    let answer: JSONValue
    do throws(JSONText.Fault) {
      answer = try parser.parse()
    } catch {
      fault(error.message, at: min(error.offset, collector.text.bytes.count - 1), &collector)
      return
    }
    guard let all = series(of: answer, &collector), let one = choose(all, answer, &collector) else {
      return
    }
    if collector.settings.memoryUnit == nil {
      collector.note("memory is taken in bytes; --memory-unit names another unit")
    }
    for pair in one.values { take(pair, &collector) }
    if one.values.isEmpty {
      fault("expected values in this series, found none", at: one.offset, &collector)
    }
  }

  private static func take(_ pair: JSONValue, _ collector: inout ReadingCollector) {
    guard let parts = pair.elements, parts.count == 2, let time = cell(parts[0], collector),
      let memory = cell(parts[1], collector)
    else {
      fault(
        "expected a time and a value, such as [1700000000, \"4096\"]", at: pair.offset, &collector)
      return
    }
    // One line may hold many values: the places are columns of the line where each begins.
    guard let nanoseconds = collector.time(time.cell, line: time.line, unit: .seconds),
      let bytes = collector.memory(memory.cell, line: memory.line, unit: .bytes)
    else { return }
    collector.take(
      .init(
        line: memory.line, timeColumn: time.line == memory.line ? time.cell.column : 1,
        memoryColumn: memory.cell.column, time: nanoseconds, bytes: bytes))
  }

  /// The series of a matrix; nil when it noted a fault.
  private static func series(
    of answer: JSONValue, _ collector: inout ReadingCollector
  ) -> [Series]? {
    if answer["status"]?.text == "error" {
      let reason = answer["error"]?.text ?? "no reason is given"
      fault("Prometheus answered with an error: \(reason)", at: answer.offset, &collector)
      return nil
    }
    let data = answer["data"] ?? answer
    if let type = data["resultType"]?.text, type != "matrix" {
      fault(
        "expected the answer to a range query (a matrix), found a \(type); ask /api/v1/query_range",
        at: (data["resultType"] ?? data).offset, &collector)
      return nil
    }
    guard let results = data["result"]?.elements ?? data.elements else {
      fault(
        "expected an answer of Prometheus with 'data' and 'result'", at: data.offset, &collector)
      return nil
    }
    guard !results.isEmpty else {
      fault("expected a series, found none: the query matched nothing", at: data.offset, &collector)
      return nil
    }
    var all: [Series] = []
    for result in results {
      guard let values = result["values"]?.elements else {
        fault("expected a series with 'values'", at: result.offset, &collector)
        continue
      }
      all.append(
        Series(labels: labels(result["metric"]), values: values, offset: result.offset))
    }
    return all.count == results.count ? all : nil
  }

  /// The series that was asked for, or the only one; nil when it noted a fault.
  private static func choose(
    _ all: [Series], _ answer: JSONValue, _ collector: inout ReadingCollector
  ) -> Series? {
    let wanted = collector.settings.series
    var found = all
    if let wanted {
      if let number = Int(wanted) {
        found = all.indices.contains(number - 1) ? [all[number - 1]] : []
      } else {
        // A shell may have taken the quotes away.
        let plain = wanted.filter { $0 != "\"" }
        found = all.filter { $0.labels.filter { $0 != "\"" }.contains(plain) }
      }
    }
    if found.count == 1 { return found[0] }
    let list = (found.isEmpty ? all : found).prefix(shownSeriesMax).map { series in
      let number = all.firstIndex { $0.offset == series.offset } ?? 0
      return "\(number + 1): \(series.labels)"
    }
    let more = (found.isEmpty ? all : found).count > shownSeriesMax ? "; and more" : ""
    let shown = list.joined(separator: "; ") + more
    let message =
      switch wanted {
      case .none:
        "the answer has \(all.count) series; choose one with --series, by its number or a part of its "
          + "labels: \(shown)"
      case .some(let wanted) where found.isEmpty:
        "'--series': expected the number of a series or a part of its labels, found '\(wanted)'; there are \(shown)"
      case .some(let wanted):
        "'--series': expected what fits one series, found '\(wanted)', which fits \(found.count): \(shown)"
      }
    fault(message, at: answer.offset, &collector)
    return nil
  }

  /// Labels as Prometheus writes them, such as `memory{pod="a"}`.
  private static func labels(_ metric: JSONValue?) -> String {
    guard case .object(let members, _)? = metric else { return "{}" }
    let name = metric?["__name__"]?.text ?? ""
    let others = members.filter { $0.name != "__name__" }
      .map { "\($0.name)=\"\($0.value.text ?? "")\"" }
    return "\(name){\(others.joined(separator: ","))}"
  }

  private static func cell(
    _ value: JSONValue, _ collector: ReadingCollector
  ) -> (line: Int, cell: Cell)? {
    let text: String
    let shift: Int
    switch value {
    case .string(let string, _): (text, shift) = (string, 1)
    case .number(let number, _): (text, shift) = (number, 0)
    case .word("null", _): (text, shift) = ("null", 0)
    default: return nil
    }
    let (line, column) = collector.text.position(ofByte: value.offset)
    return (line, Cell(text: text, column: column + shift))
  }

  private static func fault(
    _ message: String, at offset: Int, _ collector: inout ReadingCollector
  ) {
    let (line, column) = collector.text.position(ofByte: offset)
    collector.fault(message, line: line, column: column)
  }
}
