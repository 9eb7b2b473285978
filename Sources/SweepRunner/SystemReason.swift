// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The system's words for an error number.
func systemReason(_ number: Int32) -> String {
  strerror(number).map { String(cString: $0) } ?? "error \(number)"
}
