// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ExperimentFiles
internal import HostConfiguration
internal import MemoryTraces
internal import PolicyKit

/// Makes a trace of a file with memory over time that another tool wrote.
struct ImportTraceCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "import-trace",
    abstract: "Makes a trace of what another tool recorded, for a task to replay.",
    discussion: """
      Reads logs of psrecord, recordings of mprof, outputs of vmstat, snapshots of /proc/meminfo, \
      readings of memory.current of a cgroup, answers to range queries of Prometheus, and tables (CSV, \
      TSV, semicolons or blanks). Which of them it is, and what is taken for granted, is said on \
      standard error. Nothing is written if anything in the file has a fault.

        setaside import-trace mprofile_1.dat -o job.csv
        setaside import-trace vmstat.log -o host.csv --interval 1s
        setaside import-trace usage.csv -o m.csv --time-column 3 --memory-column 7 --memory-unit MiB
        setaside import-trace range.json -o pod.csv --series 'pod="db-0"' --gap 2min --fill-gaps hold
        setaside import-trace week.csv -o night.csv --from 2026-01-31T22:00:00Z --to 2026-02-01T04:00:00Z
        setaside import-trace week.csv -o fast.csv --time-scale 1/60

      Of vmstat and /proc/meminfo, memory is held where it is not available; --memory-column takes a \
      field as it is, such as active or AnonPages. Times without a zone are UTC.

      In an experiment: tasks: [{ name: job, replays: job.csv }]
      """)

  @Argument(help: "The file to read.")
  var file: String

  @Option(name: [.customShort("o"), .customLong("output")], help: "The trace to write.")
  var output: String

  @Option(
    help: "The tool: \(names(of: ForeignTraceKind.self)); recognised from the file by default.",
    transform: { try choice($0) })
  var kind: ForeignTraceKind?

  @Option(help: "The column of the times, by name or number from 1.")
  var timeColumn: String?

  @Option(help: "The column or field of the memory, by name or number from 1.")
  var memoryColumn: String?

  @Option(
    help: "The unit of times: \(names(of: TimeUnit.self)); of the tool or the heading by default.",
    transform: { try choice($0) })
  var timeUnit: TimeUnit?

  @Option(
    help:
      "The unit of memory: \(names(of: MemoryUnit.self)) (of 4096 bytes); of the tool or the heading by default.",
    transform: { try choice($0) })
  var memoryUnit: MemoryUnit?

  @Option(help: "Which of several series: its number from 1, or a part of its labels.")
  var series: String?

  @Option(
    help: "The time from one reading to the next, of a file without times, such as 1s.",
    transform: { try span($0) })
  var interval: Int?

  @Option(
    help: "The memory of the machine, of vmstat, which does not say it, such as '16 GiB'.",
    transform: { try memory($0) })
  var memoryTotal: Int?

  @Option(
    help: "The earliest reading: after the first (90s), an ISO 8601 time, or as the file has it.",
    transform: { try edge($0) })
  var from: WindowEdge?

  @Option(help: "The latest reading, written likewise.", transform: { try edge($0) })
  var to: WindowEdge?

  @Option(
    help: "Multiplies times since the first reading: 0.1, 1/60.", transform: { try scale($0) })
  var timeScale: ImportScale?

  @Option(help: "Multiplies memory: 4, 1/2.", transform: { try scale($0) })
  var memoryScale: ImportScale?

  @Option(
    help: "The longest time between two readings; a longer one is a fault.",
    transform: { try span($0) })
  var gap: Int?

  @Option(
    help: "What happens in a gap longer than --gap: fault, or hold, which holds the memory.",
    transform: { try choice($0) })
  var fillGaps: GapFilling?

  @Flag(help: "Leaves out readings without a value, such as NaN; they are faults otherwise.")
  var skipMissing = false

  @Flag(help: "Replaces a trace that is there; a file that is no trace is never replaced.")
  var force = false

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'-o': expected the name of a trace such as 'job.csv', found nothing")
    }
    guard gap != nil || fillGaps == nil else {
      throw ValidationError(
        "'--fill-gaps': expected --gap beside it, which says how long a gap is, such as --gap 10s")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) {
    let imported: TraceImport
    do throws(MemoryTraceError) {
      imported = try TraceImport(contentsOf: file, settings: settings)
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
    do throws(TraceRecorderError) {
      try imported.trace.write(to: output, replaces: force)
    } catch {
      throw CommandFailure(.badInput, error.description)
    }
    let recognised = kind == nil ? "; --kind names another" : ""
    session.tell("\(file): \(imported.kind.words) (\(imported.kind.rawValue)\(recognised))")
    for note in imported.notes { session.tell("note: \(note)") }
    session.tell("\(output): \(MemoryTraceSummary(imported.trace))")
    let end = imported.trace.samples.last?.simulatedTime ?? .zero
    if end > HostLimits.until {
      let hours = HostLimits.until.nanoseconds / 3_600_000_000_000
      session.tell(
        "note: a run lasts at most \(hours) h, so that it replays the beginning alone; --from and --to "
          + "cut the trace, --time-scale makes it shorter")
    }
  }

  private var settings: TraceImportSettings {
    var settings = TraceImportSettings()
    settings.kind = kind
    settings.timeColumn = timeColumn
    settings.memoryColumn = memoryColumn
    settings.timeUnit = timeUnit
    settings.memoryUnit = memoryUnit
    settings.series = series
    settings.intervalNanoseconds = interval
    settings.memoryTotalBytes = memoryTotal
    settings.from = from
    settings.to = to
    settings.timeScale = timeScale ?? .one
    settings.memoryScale = memoryScale ?? .one
    settings.gapNanoseconds = gap
    settings.holdsGaps = fillGaps == .hold
    settings.skipsMissing = skipMissing
    return settings
  }
}

extension ImportTraceCommand {
  /// What happens in a gap that is too long.
  enum GapFilling: String, CaseIterable, Sendable {
    case fault, hold
  }

  private static func names<Choice: RawRepresentable<String> & CaseIterable>(
    of: Choice.Type
  ) -> String {
    Choice.allCases.map(\.rawValue).joined(separator: ", ")
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String
  ) throws -> Choice {
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue)
    let near =
      known.first { $0.lowercased() == text.lowercased() } ?? Spelling.closest(to: text, in: known)
    let hint = near.map { ", did you mean '\($0)'?" } ?? ""
    throw ValidationError("expected one of \(names(of: Choice.self)), found '\(text)'\(hint)")
  }

  private static func span(_ text: String) throws -> Int {
    guard let span = SpanText.nanoseconds(text), span > 0 else {
      throw ValidationError(
        "expected a span of time above 0 with a unit, such as '10s' or '1.5 min'")
    }
    return span
  }

  private static func memory(_ text: String) throws -> Int {
    guard let bytes = MemoryUnit.bytes(of: text), bytes > 0 else {
      throw ValidationError("expected memory above 0 with a unit, such as '16 GiB'")
    }
    return bytes
  }

  private static func edge(_ text: String) throws -> WindowEdge {
    guard let edge = WindowEdge(text) else {
      throw ValidationError(
        "expected a time after the first reading such as '90s', an instant such as "
          + "2026-01-31T12:00:00Z, or a number as the file has it")
    }
    return edge
  }

  private static func scale(_ text: String) throws -> ImportScale {
    guard let scale = ImportScale(text) else {
      throw ValidationError("expected a number above 0 or a ratio, such as 0.5 or 1/60")
    }
    return scale
  }
}
