// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostConfiguration
import PolicyKit

@testable import ExperimentFiles

/// A directory of files that goes away with the test.
final class TemporaryFiles {
  let directory: String

  init(_ files: [(path: String, text: String)] = []) throws {
    directory =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("experiment-files-\(UUID().uuidString)").path
    for file in files { try write(Data(file.text.utf8), to: file.path) }
  }

  func write(_ data: Data, to path: String) throws {
    let url = URL(fileURLWithPath: directory + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  /// Loads the tree of a file; the directory is cut from what is printed.
  func load(_ path: String) -> (root: Node?, faults: String) {
    var loader = IncludeLoader()
    let root = loader.load(directory + "/" + path)
    return (root, shortened(loader.diagnostics.description))
  }

  /// Loads an experiment with the sample policies; the directory is cut from what is printed.
  func experiment(
    _ path: String, overrides: [String] = [],
    catalogue: PolicyCatalogue = SamplePolicies.catalogue
  ) -> (experiment: Experiment?, faults: String) {
    let traces = TraceLibrary { path throws(TraceLibrary.Failure) in
      guard path.hasSuffix("sort.csv") else {
        throw TraceLibrary.Failure(reason: "does not exist")
      }
      return ResidentTrace(source: "sort.csv", samples: [.init(time: .zero, resident: 10)])
    }
    let loader = ExperimentLoader(catalogue: catalogue, traces: traces)
    do throws(ExperimentError) {
      let overrides = try overrides.map { text throws(ExperimentError) in try Override(text) }
      let experiment = try loader.load(directory + "/" + path, overrides: overrides)
      return (experiment, shortened(experiment.warnings.description))
    } catch {
      return (nil, shortened(error.description))
    }
  }

  func shortened(_ text: String) -> String { text.replacing(directory + "/", with: "") }

  deinit { try? FileManager.default.removeItem(atPath: directory) }
}
