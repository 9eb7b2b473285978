// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Subprocess

/// Slurm's commands, each run as a process of its own with its arguments as they are: no shell reads
/// them.
public struct SlurmClient: Sendable {
  /// The most that is read of what a command prints: some 100,000 jobs.
  private static let outputBytesMax = 32 << 20
  private static let messageBytesMax = 1 << 16

  private let environment: Environment
  private let searchPath: String

  /// Creates a client.
  ///
  /// - Parameter searchPath: the folders in which commands are looked for, with colons between them;
  ///   nil for the PATH of this process.
  public init(searchPath: String? = nil) {
    let inherited = getenv("PATH").map { String(cString: $0) } ?? ""
    self.searchPath = searchPath ?? inherited
    environment = .inherit.updating(["PATH": self.searchPath])
  }

  /// Submits a job.
  ///
  /// - Parameter arguments: those of `sbatch`, without its name.
  /// - Returns: the number of the job.
  func submit(_ arguments: [String]) async throws(SlurmError) -> Int {
    let output = try await run("sbatch", arguments)
    // With --parsable it prints the number, and behind a semicolon the cluster if there are several.
    let first = output.split(whereSeparator: { $0 == ";" || $0.isWhitespace }).first
    guard let number = first.flatMap({ Int($0) }) else {
      throw .commandFailed(
        name: "sbatch", reason: "expected the number of a job, found '\(output.trimmed)'")
    }
    return number
  }

  /// Lists this user's jobs that are queued or running, or ended some minutes ago.
  ///
  /// `squeue` reads what the controller remembers, which is also all that `scontrol` could say.
  func queue() async throws(SlurmError) -> [SlurmJob] {
    let output = try await run(
      "squeue",
      [
        "--noheader", "--array", "--states=all", "--user=\(getuid())", "--format=%i|%T|%r|%o",
      ])
    return output.split(separator: "\n").compactMap { SlurmJob(queueLine: $0) }
  }

  /// Lists jobs as the accounting knows them; a cluster without one lists none.
  func account(of numbers: [Int]) async -> [SlurmJob] {
    guard !numbers.isEmpty else { return [] }
    let list = numbers.map(String.init).joined(separator: ",")
    let output = try? await run(
      "sacct",
      [
        "--noheader", "--parsable2", "--allocations", "--array", "--format=JobID,State",
        "--jobs=\(list)",
      ])
    return (output ?? "").split(separator: "\n").compactMap { SlurmJob(accountLine: $0) }
  }

  /// Cancels a job; one that has ended meanwhile is no error.
  func cancel(_ number: Int) async throws(SlurmError) {
    _ = try await run("scancel", ["--quiet", "\(number)"])
  }

  private func run(_ name: String, _ arguments: [String]) async throws(SlurmError) -> String {
    do {
      let result = try await Subprocess.run(
        .name(name), arguments: Arguments(arguments), environment: environment,
        output: .string(limit: Self.outputBytesMax), error: .string(limit: Self.messageBytesMax))
      guard result.terminationStatus.isSuccess else {
        let words = result.standardError.trimmed
        let reason = words.isEmpty ? Self.text(result.terminationStatus) : String(words)
        throw SlurmError.commandFailed(name: name, reason: reason)
      }
      return result.standardOutput
    } catch let error as SlurmError {
      throw error
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw .commandMissing(name: name, searchPath: searchPath)
    } catch {
      throw .commandFailed(name: name, reason: "\(error)")
    }
  }

  private static func text(_ ending: TerminationStatus) -> String {
    switch ending {
    case .exited(let status): "ended with status \(status)"
    case .signaled(let number): "was killed by signal \(number)"
    }
  }
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmed: Substring {
    let start = self[...].drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...end]
  }
}
