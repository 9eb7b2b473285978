// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import Foundation
internal import HostConfiguration

/// The file of an experiment, and what the command line sets in it.
struct ExperimentArguments: ParsableArguments {
  /// The most points whose values are held against each other before anything is run.
  private static let checkedPointsMax = ExperimentLoader.checkedPointsMax

  /// How the names of files end that hold the sources of an experiment instead of YAML.
  private static let recordedSuffix = ".sources"

  /// How the names of experiments end, for completion.
  static let fileExtensions = ["yaml", "yml"]

  @Argument(help: "The experiment, a YAML file.", completion: .file(extensions: fileExtensions))
  var file: String

  @Option(
    name: [.customShort("s"), .customLong("set")],
    help: ArgumentHelp(
      "Sets a value of the file: -s 'tasks.batch.rate=4 GiB/s'. What is set is not swept.",
      valueName: "path=value"))
  var settings: [String] = []

  /// Reads the experiment, and refuses it with everything that is wrong with it.
  func load(in session: Session) throws(CommandFailure) -> Experiment {
    try Self.load(file, settings: settings, in: session)
  }

  /// Reads the experiment with one more setting.
  func load(adding setting: String, in session: Session) throws(CommandFailure) -> Experiment {
    // Its warnings have been told without the setting.
    try Self.load(file, settings: settings + [setting], isQuiet: true, in: session)
  }

  /// Reads an experiment, and refuses it with everything that is wrong with it.
  static func load(
    _ file: String, settings: [String] = [], isQuiet: Bool = false, in session: Session
  ) throws(CommandFailure) -> Experiment {
    var faults = Diagnostics()
    var overrides: [Override] = []
    for setting in settings {
      do throws(ExperimentError) {
        overrides.append(try Override(setting))
      } catch {
        faults.report(contentsOf: error.diagnostics)
      }
    }
    try refuseResults(file)
    let loader = ExperimentLoader(catalogue: session.catalogue, traces: .files)
    do {
      let experiment =
        try recorded(file, loader: loader, overrides: overrides)
        ?? loader.load(file, overrides: overrides)
      if !isQuiet, !experiment.warnings.isEmpty { session.tell(experiment.warnings.description) }
      guard !faults.hasErrors else { throw ExperimentError(faults) }
      let contradictions = try contradictions(of: experiment)
      if contradictions.isEmpty { return experiment }
      throw CommandFailure(.badInput, contradictions.joined(separator: "\n"))
    } catch let failure as CommandFailure {
      throw failure
    } catch let error as ExperimentError {
      guard faults.hasErrors else { throw CommandFailure(.badInput, error.description) }
      faults.report(contentsOf: error.diagnostics)
      throw CommandFailure(.badInput, faults.description)
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
  }

  /// Refuses a results file in place of its experiment.
  private static func refuseResults(_ file: String) throws(CommandFailure) {
    // To open something else may wait for its other end.
    let resolved = URL(fileURLWithPath: file).resolvingSymlinksInPath()
    guard (try? resolved.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true,
      let handle = FileHandle(forReadingAtPath: file)
    else { return }
    defer { try? handle.close() }
    let magic = Data("SQLite format 3\0".utf8)
    guard (try? handle.read(upToCount: magic.count)) == magic else { return }
    throw CommandFailure(
      .badInput,
      "\(file): error: is a results file, expected an experiment in YAML; 'setaside compare \(file)' "
        + "shows what it holds")
  }

  /// Reads an experiment from its sources, as a submission keeps them; nil for any other file.
  private static func recorded(
    _ file: String, loader: ExperimentLoader, overrides: [Override]
  ) throws -> Experiment? {
    guard file.hasSuffix(recordedSuffix), let data = FileManager.default.contents(atPath: file)
    else { return nil }
    guard overrides.isEmpty else {
      throw CommandFailure(.badInput, "\(file): error: has its settings already, so -s is too late")
    }
    return try loader.load(ExperimentSources(encoded: String(decoding: data, as: UTF8.self)))
  }

  /// What is right alone and cannot be together, such as a guest larger than its host.
  private static func contradictions(
    of experiment: Experiment
  ) throws(ExperimentError) -> [String] {
    var found: [String] = []
    for point in 0..<min(experiment.pointCount, checkedPointsMax) {
      for fault in try experiment.configuration(ofPoint: point).contradictions() {
        let line = "\(experiment.path): error: '\(fault.path)': \(fault.message)"
        let isKnown = found.contains { $0.hasPrefix(line) }
        guard !isKnown else { continue }
        let values = experiment.assignments(ofPoint: point).map { "\($0.path) = \($0.label)" }
        found.append(values.isEmpty ? line : line + " (at \(values.joined(separator: ", ")))")
      }
      // A fault that every point shares is found at once.
      guard found.count < Diagnostics.printedMax else { break }
    }
    return found
  }
}
