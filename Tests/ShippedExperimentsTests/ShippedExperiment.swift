// SPDX-License-Identifier: Apache-2.0

import ExperimentFiles
import Foundation
import PolicyKit

/// The experiments beside the package's manifest.
enum ShippedExperiment {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "experiments")

  static func load(
    _ name: String, _ catalogue: PolicyCatalogue, overrides: [Override] = []
  ) throws -> Experiment {
    try ExperimentLoader(catalogue: catalogue, traces: .files)
      .load(folder.appending(path: "\(name).yaml").path, overrides: overrides)
  }
}
