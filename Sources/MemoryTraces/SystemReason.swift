// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Returns the system's words for an error number, in lower case at their start.
internal func systemReason(_ number: Int32) -> String {
  var buffer = [UInt8](repeating: 0, count: 128)
  let result = buffer.withUnsafeMutableBytes { bytes in
    bytes.withMemoryRebound(to: CChar.self) { characters in
      characters.baseAddress.map { strerror_r(number, $0, characters.count) } ?? EINVAL
    }
  }
  let text = String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
  guard result == 0, let first = text.first else { return "error \(number)" }
  return first.lowercased() + text.dropFirst()
}
