// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import HostConfiguration
internal import MemoryTraces

/// Records the memory of a command.
struct RecordCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Runs a command and records its memory, for a task to replay.",
    discussion: """
      The memory of the command and all its children is read from /proc at fixed intervals. Ctrl-C \
      keeps what there is, and what has been read is written every second or so. Exit status: that of the command, 2 if it could not be recorded.

        setaside record -o sort.csv -- sort -S 4G big.txt
        setaside record -o build.csv --interval 50ms -- make -j8

      In an experiment: tasks: [{ name: sort, replays: sort.csv }]
      """)

  @Option(
    name: [.customShort("o"), .customLong("output")], help: "The trace to write.",
    completion: .file(extensions: ["csv"]))
  var output: String

  @Option(
    help:
      "The time from one reading to the next, 1 ms...10 s; \(IntervalArgument(TraceRecorder.intervalDefault)) by default.",
    transform: { try IntervalArgument(parsing: $0, examples: ["ms", "s"], otherwise: "50 ms") })
  var interval = IntervalArgument(TraceRecorder.intervalDefault)

  @Flag(
    help:
      "Divides shared pages among the processes that map them, instead of counting each in full.")
  var pss = false

  @Flag(help: "Replaces a trace that is there; a file that is no trace is never replaced.")
  var force = false

  @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.")
  var command: [String] = []

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'-o': expected the name of a trace such as 'job.csv', found nothing")
    }
    guard !command.isEmpty else {
      throw ValidationError(
        "expected a command to record, as in 'setaside record -o FILE -- COMMAND…'")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) {
    let result: RecordingResult
    do throws(TraceRecorderError) {
      let recorder = try TraceRecorder(
        interval: interval.duration, memory: pss ? .proportional : .resident)
      result = try recorder.record(command, to: output, replaces: force)
    } catch {
      let text = "\(error)"
      // An error of a file begins with the file.
      throw CommandFailure(.badInput, text.contains(": error: ") ? text : "error: \(text)")
    }
    session.tell("\(output): \(MemoryTraceSummary(result.trace))")
    if result.trace.samples.allSatisfy({ $0.residentBytes == 0 }) {
      session.tell(
        "note: it held 0 B at every reading, so that a task that replays it allocates nothing; a shorter "
          + "--interval may see more")
    }
    if result.skippedReadingCount > 0 {
      session.tell(
        "note: "
          + CountText.of(result.skippedReadingCount, "reading was", "readings were")
          + " left out, as the one before took too long; a longer --interval has none")
    }
    if result.deniedReadingCount > 0 {
      session.tell(
        "note: "
          + CountText.of(
            result.deniedReadingCount, "reading of processes of other users was refused",
            "readings of processes of other users were refused"))
    }
    if result.wasInterrupted { throw CommandFailure(.interrupted, "") }
    if result.exitStatus != 0 { throw CommandFailure(statusOfCommand: result.exitStatus) }
  }
}
