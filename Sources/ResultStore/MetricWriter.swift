internal import HostConfiguration

/// Writes the metrics of a trial as compact JSON.
struct MetricWriter {
  private var bytes: [UInt8] = []

  /// An array of texts.
  mutating func list(_ texts: [String]) -> String {
    begin(capacity: texts.count * 32)
    for (index, text) in texts.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(text)
    }
    return end()
  }

  /// An array of what each metric is: an integer, `[integer, samples]`, or a text that says why there
  /// is none.
  mutating func cells(_ values: [MetricValue], samples: [Int64?]) -> String {
    begin(capacity: values.count * 10)
    for index in values.indices {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch values[index] {
      case .undefined(reason: let reason): append(reason)
      case .defined(let value):
        guard !samples.isEmpty, let count = samples[index] else {
          append(value)
          continue
        }
        bytes.append(UInt8(ascii: "["))
        append(value)
        bytes.append(UInt8(ascii: ","))
        append(count)
        bytes.append(UInt8(ascii: "]"))
      }
    }
    return end()
  }

  private mutating func begin(capacity: Int) {
    bytes.removeAll(keepingCapacity: true)
    bytes.reserveCapacity(capacity)
    bytes.append(UInt8(ascii: "["))
  }

  private mutating func end() -> String {
    bytes.append(UInt8(ascii: "]"))
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func append(_ number: Int64) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest > 0
    var low = start
    var high = bytes.count - 1
    while low < high {
      bytes.swapAt(low, high)
      low += 1
      high -= 1
    }
  }

  private mutating func append(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case ..<0x20:
        bytes.append(contentsOf: Array("\\u00\(byte < 16 ? "0" : "")".utf8))
        bytes.append(contentsOf: Array(String(byte, radix: 16).utf8))
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
