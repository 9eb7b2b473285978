// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// What was submitted, and as which jobs: the manifest of a submission's folder.
public struct SlurmSubmission: Codable, Sendable, Hashable {
  /// The most elements of an array; most clusters allow 1,000 (`MaxArraySize`).
  public static let elementsMax = SweepShard.countMax

  private static let formatVersion = 1

  /// The version of the format.
  private let setaside: Int
  /// The name of the experiment.
  public let experiment: String
  /// The version of the simulator that was to run it.
  public let engine: String
  /// The folder, as an absolute path.
  public let folder: String
  /// The results file that the shards are merged into, as an absolute path.
  public let output: String
  /// The number of elements of the array, each with one shard.
  public let elementCount: Int
  /// How often each point is run, instead of what the experiment says.
  public var repetitions: Int?
  /// The program that the jobs run, as an absolute path.
  public var program: String
  /// The most elements that run at the same time; nil for any number.
  public var atOnce: Int?
  /// Options of `sweep` that bound a trial.
  public var limits: [String]
  /// What the user adds to every `sbatch`.
  public var options: [String]
  /// The number of the last job of each element, the first one first; nil before it was submitted.
  private var elementJobs: [Int?]
  /// The number of the last job that merges.
  var mergeJob: Int?

  /// Describes a sweep that has not been submitted yet.
  ///
  /// - Parameters:
  ///   - experiment: the name of the experiment.
  ///   - engine: the version of the simulator.
  ///   - folder: the folder of the submission, as an absolute path.
  ///   - output: the results file to merge into, as an absolute path.
  ///   - elementCount: the number of shards, 1...``elementsMax``.
  ///   - repetitions: how often each point is run; nil for what the experiment says.
  ///   - program: the program that the jobs run, as an absolute path that all nodes see.
  ///   - limits: options of `sweep` that bound a trial, such as `["--timeout", "5 min"]`.
  ///   - options: what is added to every `sbatch`.
  public init(
    experiment: String, engine: String, folder: String, output: String, elementCount: Int,
    repetitions: Int?, program: String, limits: [String] = [], options: [String]
  ) {
    precondition(
      (1...Self.elementsMax).contains(elementCount), "an array has 1...\(Self.elementsMax) elements"
    )
    setaside = Self.formatVersion
    self.experiment = experiment
    self.engine = engine
    self.folder = folder
    self.output = output
    self.elementCount = elementCount
    self.repetitions = repetitions
    self.program = program
    self.limits = limits
    self.options = options
    elementJobs = Array(repeating: nil, count: elementCount)
  }

  /// The manifest as JSON, equal for equal submissions.
  func encoded() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// Reads a manifest; one that contradicts itself, or is of another version, is refused.
  init(manifest text: String, path: String) throws(SlurmError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
    } catch {
      throw .notSubmission(path: path, reason: "is no manifest of a submission")
    }
    guard setaside == Self.formatVersion, (1...Self.elementsMax).contains(elementCount),
      elementJobs.count == elementCount
    else {
      throw .notSubmission(
        path: path, reason: "is a manifest that this version of setaside does not understand")
    }
  }

  /// Whether no job has been noted yet.
  public var isUnsubmitted: Bool { jobNumbers.isEmpty }

  /// This submission, as its user wants it now: with other options and more repetitions, if he says so.
  ///
  /// - Parameters:
  ///   - wanted: what would be submitted if there were nothing yet.
  ///   - hasSameSources: whether the experiment is what it was.
  /// - Throws: `SlurmError` for a change after which old shards and new ones would be
  ///   mixed.
  public func continued(
    by wanted: SlurmSubmission, hasSameSources: Bool
  ) throws(SlurmError) -> SlurmSubmission {
    try check(engine: wanted.engine)
    guard hasSameSources else { throw .experimentEdited(path: folder) }
    let changes = [
      ("--array", "\(wanted.elementCount)", "\(elementCount)"),
      ("--output", wanted.output, output),
    ]
    for (what, found, expected) in changes where found != expected {
      throw .otherSubmission(path: folder, what: what, found: found, expected: expected)
    }
    var continued = self
    continued.repetitions = wanted.repetitions
    continued.program = wanted.program
    continued.atOnce = wanted.atOnce ?? atOnce
    if !wanted.limits.isEmpty { continued.limits = wanted.limits }
    if !wanted.options.isEmpty { continued.options = wanted.options }
    return continued
  }

  /// Refuses to go on with another version of the simulator.
  public func check(engine wanted: String) throws(SlurmError) {
    guard engine == wanted else {
      throw .notSubmission(
        path: folder,
        reason: "was submitted with engine \(engine), this is \(wanted); use the program that "
          + "submitted it, or another --folder")
    }
  }

  /// The numbers of the elements, which are those of their shards.
  var elements: ClosedRange<Int> { 1...elementCount }

  /// The number of the last job of an element; nil before it was submitted.
  ///
  /// - Precondition: `element` is in ``elements``.
  subscript(jobOfElement element: Int) -> Int? {
    get { elementJobs[element - 1] }
    set { elementJobs[element - 1] = newValue }
  }

  /// Every job that is known by its number, ascending and each once.
  var jobNumbers: [Int] {
    var numbers = elementJobs.compactMap { $0 }
    if let mergeJob { numbers.append(mergeJob) }
    return Set(numbers).sorted()
  }
}
