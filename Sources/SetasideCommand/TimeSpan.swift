// SPDX-License-Identifier: Apache-2.0

internal import TrialExecution

/// A span of time on the machine's clock, in words for a person.
enum TimeSpan {
  /// The span with two figures or so, such as `12 s` or `3.4 h`.
  static func text(_ seconds: Double) -> String {
    switch seconds {
    case ..<0.001: "\(DecimalText.fixed(seconds * 1e6, decimals: 0)) us"
    case ..<0.1: "\(DecimalText.fixed(seconds * 1e3, decimals: 1)) ms"
    case ..<10: "\(DecimalText.fixed(seconds, decimals: 1)) s"
    case ..<100: "\(Int(seconds.rounded(.up))) s"
    case ..<6_000: "\(Int((seconds / 60).rounded(.up))) min"
    default: "\(DecimalText.fixed(seconds / 3_600, decimals: 1)) h"
    }
  }
}
