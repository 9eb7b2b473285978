// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// Memory and time in a sentence, rounded to what can be read at a glance.
public enum RoundedText {
  /// Pages, such as `64 GiB`, `1.5 GiB` or `12 MiB`.
  public static func memory(_ pages: Int64) -> String {
    let kibibytes = Int128(pages) * Int128(Pages.bytesPerPage) / 1024
    for (name, size) in [("TiB", Int128(1) << 30), ("GiB", 1 << 20), ("MiB", 1 << 10)] {
      guard kibibytes >= size else { continue }
      let tenths = kibibytes * 10 / size
      return tenths % 10 == 0 || tenths >= 1000
        ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }
    return "\(kibibytes) KiB"
  }

  /// Nanoseconds, such as `1.6 s` or `300 s`.
  static func time(_ nanoseconds: Int64) -> String {
    for (name, size) in [("s", Int64(1_000_000_000)), ("ms", 1_000_000), ("us", 1_000)] {
      guard nanoseconds >= size else { continue }
      let tenths = nanoseconds / (size / 10)
      return tenths % 10 == 0 || tenths >= 1000
        ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }
    return "\(nanoseconds) ns"
  }
}
