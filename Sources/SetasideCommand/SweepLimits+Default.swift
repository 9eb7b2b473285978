// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SweepRunner

extension SweepLimits {
  /// How many trials run at once where nobody says: one on each core.
  static var workersDefault: Int { min(ProcessInfo.processInfo.activeProcessorCount, workersMax) }
}
