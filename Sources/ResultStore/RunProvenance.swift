// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Where a run of the sweep came from: enough to repeat it.
///
/// One results file may have been written by several runs, as an interrupted sweep is continued.
public struct RunProvenance: Sendable, Hashable {
  /// The version of the simulator.
  ///
  /// Results of different versions never share a file.
  public let engineVersion: String
  /// The version of the whole program, such as `0.1.0`; empty if it is not known.
  public let version: String
  /// The commit that the program was built from, with `+changed` behind it if its sources differed; nil
  /// if it is not known.
  public let gitCommit: String?
  /// What kind of run it was, such as `sweep`.
  public let kind: String
  /// Which part of the sweep it ran, such as `3/8`; nil for all of it.
  public let shard: String?
  /// The command as it was typed.
  public let commandLine: String
  /// The name of the machine.
  public let host: String
  /// The number of the process on that machine.
  public let process: Int32
  /// When the run began, in ISO 8601 with its offset; the caller's clock, as this module has none.
  public let started: String
  /// Every file and setting that the experiment was read from, as `ExperimentSources` encodes them.
  public let sources: String
  /// The experiment with every inclusion and default resolved.
  public let experimentText: String

  /// Creates a provenance.
  ///
  /// - Parameters:
  ///   - engineVersion: the version of the simulator.
  ///   - version: the version of the whole program.
  ///   - gitCommit: the commit that the program was built from, if known.
  ///   - kind: what kind of run it is.
  ///   - shard: which part of the sweep it runs, or nil for all of it.
  ///   - commandLine: the command as it was typed.
  ///   - host: the name of the machine.
  ///   - process: the number of the process; this one by default.
  ///   - started: when the run began, in ISO 8601.
  ///   - sources: the encoded sources of the experiment.
  ///   - experimentText: the resolved experiment.
  public init(
    engineVersion: String, version: String = "", gitCommit: String? = nil, kind: String = "sweep",
    shard: String? = nil, commandLine: String, host: String, process: Int32? = nil, started: String,
    sources: String = "", experimentText: String
  ) {
    self.engineVersion = engineVersion
    self.version = version
    self.gitCommit = gitCommit
    self.kind = kind
    self.shard = shard
    self.commandLine = commandLine
    self.host = host
    self.process = process ?? ProcessInfo.processInfo.processIdentifier
    self.started = started
    self.sources = sources
    self.experimentText = experimentText
  }
}
