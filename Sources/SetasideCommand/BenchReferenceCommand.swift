// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import HostModel
internal import TrialExecution

/// Runs the reference workload.
struct BenchReferenceCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "reference",
    abstract: "Runs the reference workload RW-1, whose results other programs agree on.",
    discussion: """
        setaside bench reference --pages 262144 --seed 1 --mode 0 --json

      With these values the digest is 8389dc23fc46597b.
      """)

  @Option(
    help: "The guest's memory in pages, 65536...1073741824; the reference has 16777216, 64 GiB.")
  var pages: Int64 = 262_144

  @Option(help: "The seed.")
  var seed: UInt64 = 1

  @Option(
    help: """
      The load: 0 mixed, 1 pressure, 2 pressure without a notifier, 3 rare big bursts, 4 growing with \
      the guest.
      """)
  var mode = 0

  @Option(help: "How often it is run; the fastest counts.")
  var runs = 5

  @Flag(help: "Prints one line of JSON.")
  var json = false

  func validate() throws {
    let range = ReferenceWorkload.pagesMin...ReferenceWorkload.pagesMax
    try WholeNumberArgument.check("--pages", pages, range)
    guard ReferenceMode(rawValue: mode) != nil else {
      throw ValidationError("'--mode': expected 0...4, found \(mode)")
    }
    try WholeNumberArgument.check("--runs", runs, 1...1_000)
  }

  func execute(in session: Session) async throws(CommandFailure) {
    let configuration = ReferenceWorkload.configuration(
      pages: pages, seed: seed, mode: ReferenceMode(rawValue: mode) ?? .mixed)
    let clock = ContinuousClock()
    var best: (seconds: Double, counters: ReferenceCounters)?
    for _ in 0..<runs {
      let start = clock.now
      do throws(SimulationError) {
        let trial = try TrialRunner(catalogue: session.catalogue).run(configuration)
        let seconds = start.duration(to: clock.now) / .seconds(1)
        if seconds < best?.seconds ?? .infinity { best = (seconds, trial.result.reference) }
      } catch {
        throw CommandFailure(.failure, "error: " + error.sentences.joined(separator: "; "))
      }
    }
    guard let best else { return }
    let line = ReferenceLine(
      pages: pages, seed: seed, counters: best.counters, wallSeconds: best.seconds,
      residentKibibytes: Self.residentKibibytes)
    session.answer(json ? line.text : Self.words(line))
  }

  private static func words(_ line: ReferenceLine) -> String {
    let seconds = DecimalText.fixed(line.wallSeconds, decimals: 3)
    let rate = DecimalText.fixed(Double(line.pages) / line.wallSeconds / 1e6, decimals: 1)
    return "\(line.pages) pages in \(seconds) s: \(rate) million pages a second, "
      + "digest \(line.digest.hexadecimal)"
  }

  private static var residentKibibytes: Int64 {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int64(usage.ru_maxrss)
  }
}
