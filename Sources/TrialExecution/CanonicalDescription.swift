// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The canonical text of a value: equal values have equal texts, on every machine.
///
/// It walks through the stored properties, so that a key that is added to the configuration is part of
/// every trial's identity without anybody's having to think of it. Only used for hashing.
struct CanonicalDescription {
  private(set) var text = ""

  /// Describes a value of structures, enumerations, arrays, optionals, integers, texts and truths.
  init(_ value: Any) {
    append(value)
  }

  private mutating func append(_ value: Any) {
    switch value {
    case let trace as ResidentTrace: append(trace)
    case let text as String: append(text)
    case let number as any BinaryInteger: text += String(describing: number)
    case let truth as Bool: text += truth ? "true" : "false"
    default: appendParts(of: value)
    }
  }

  /// A text with its length in front, so that no text can look like two.
  private mutating func append(_ value: String) {
    text += "\(value.utf8.count):\(value)"
  }

  /// A trace may have a million samples: reflection would take seconds.
  ///
  /// Where it was read from is for reports; what a trial computes depends on the samples alone.
  private mutating func append(_ trace: ResidentTrace) {
    text += "trace("
    for sample in trace.samples {
      text += "\(sample.time.nanoseconds) \(sample.resident.count),"
    }
    text += ")"
  }

  private mutating func appendParts(of value: Any) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .enum where mirror.children.isEmpty:
      text += "\(value)"
    case .optional where mirror.children.isEmpty:
      text += "nil"
    default:
      text += "("
      for child in mirror.children {
        if let label = child.label { text += "\(label)=" }
        append(child.value)
        text += ","
      }
      text += ")"
    }
  }
}
