// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// The group of measurements of the simulator itself.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measures the simulator itself.",
    subcommands: [
      BenchReferenceCommand.self, BenchStoreCommand.self, BenchDurableCommand.self,
      BenchBootstrapCommand.self, BenchFeedCommand.self,
    ])
}
