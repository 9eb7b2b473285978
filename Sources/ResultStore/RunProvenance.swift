/// Where a run of the sweep came from: enough to repeat it.
///
/// One results file may have been written by several runs, as an interrupted sweep is continued.
public struct RunProvenance: Sendable, Hashable {
  /// The version of the simulator.
  ///
  /// Results of different versions never share a file.
  public let engineVersion: String
  /// The commit the simulator was built from, if that is known.
  public let gitCommit: String?
  /// The command as it was typed.
  public let commandLine: String
  /// The name of the machine.
  public let host: String
  /// When the run began, in ISO 8601 with its offset; the caller's clock, as this module has none.
  public let started: String
  /// The experiment with every inclusion and default resolved.
  public let experimentText: String

  /// Creates a provenance.
  ///
  /// - Parameters:
  ///   - engineVersion: the version of the simulator.
  ///   - gitCommit: the commit it was built from, if known.
  ///   - commandLine: the command as it was typed.
  ///   - host: the name of the machine.
  ///   - started: when the run began, in ISO 8601.
  ///   - experimentText: the resolved experiment.
  public init(
    engineVersion: String, gitCommit: String? = nil, commandLine: String, host: String,
    started: String, experimentText: String
  ) {
    self.engineVersion = engineVersion
    self.gitCommit = gitCommit
    self.commandLine = commandLine
    self.host = host
    self.started = started
    self.experimentText = experimentText
  }
}
