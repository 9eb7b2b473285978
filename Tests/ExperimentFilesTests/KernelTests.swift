// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import PolicyKit
import Testing

@testable import ExperimentFiles

/// Which rules an experiment gets from the kernel that it names.
@Suite struct KernelTests {
  private static let host = "host: { memory: 96 GiB, cpus: 8 }\n"

  private func trial(
    _ text: String, point: Int = 0, overrides: [String] = []
  ) throws -> TrialConfiguration {
    let files = try TemporaryFiles([("burst.yaml", Self.host + text)])
    let (experiment, faults) = files.experiment("burst.yaml", overrides: overrides)
    return try #require(experiment, "\(faults)").configuration(ofPoint: point)
  }

  private func faults(_ text: String) throws -> String {
    let files = try TemporaryFiles([("burst.yaml", Self.host + text)])
    return files.experiment("burst.yaml").faults
  }

  @Test func `is 6.12.117 where the file names none`() throws {
    let trial = try trial("")
    #expect(trial.generation == .v6_12)
    #expect(trial.rules == KernelGeneration.v6_12.rules)
    #expect(trial == (try self.trial("kernel: 6.12.117")))
  }

  @Test(arguments: KernelGeneration.allCases)
  func `gives every rule that the file does not say`(generation: KernelGeneration) throws {
    // The place of the key in the file does not matter.
    let trial = try trial("mechanism: { reclaim-retries: 3 }\nkernel: \(generation.rawValue)")
    var rules = generation.rules
    rules.reclaimRetries = 3
    #expect(trial.rules == rules)
    #expect(trial.generation == generation)
  }

  /// By hand: 1 + log2(8) = 4 times 0.7, 0.75, 6 and 1 ms; (96 - 2) GiB / 256 = 376 MiB.
  @Test func `computes slices and the reserve from CPUs and memory`() throws {
    let new = try trial("").host
    #expect(new.timeSlice == .microseconds(2_800))
    #expect(new.lowmemReserve == .mebibytes(376))
    #expect(new.transparentHugePages)
    let old = try trial("kernel: 6.1.192").host
    #expect(old.timeSlice == .milliseconds(3))
    #expect(old.schedulingLatency == .milliseconds(24))
    #expect(old.wakeUpGranularity == .milliseconds(4))
    let two = try trial("", overrides: ["host.cpus=2", "host.memory=18 GiB"]).host
    #expect(two.timeSlice == .microseconds(1_400))
    #expect(two.lowmemReserve == .mebibytes(64))
    let third = try trial("kernel: engine-3").host
    #expect(
      third == HostDescription(memory: .gibibytes(96), cpus: .count(8)), "as engine 3 had them")
  }

  @Test func `lets the file say each value, or that it is the kernel's`() throws {
    let given = try trial(
      "", overrides: ["host.lowmem-reserve=0", "host.time-slice=1 ms", "host.thp=off"]
    ).host
    #expect(given.lowmemReserve == 0)
    #expect(given.timeSlice == .milliseconds(1))
    #expect(!given.transparentHugePages)
    #expect(
      try trial("", overrides: ["host.lowmem-reserve=kernel", "host.time-slice=kernel"])
        == trial(""))
  }

  @Test func `can be swept, and read by expressions`() throws {
    let sweep = """
      sweep:
        grid: { kernel: [5.13+v1, 6.1.192, 6.12.117, engine-3], mechanism.badness: [first-among-equals] }
        where: "kernel != 'engine-3' and mechanism.reclaim-retry == 'free-counted-twice'"
      """
    #expect(try trial(sweep).generation == .v6_1)
    #expect(try trial(sweep, point: 1).generation == .v6_12)
    #expect(try trial(sweep, point: 1).rules.badness == .firstAmongEquals)
    let expression = "costs: { fault: \"host.time-slice / 1000\" }"
    #expect(try trial(expression).costs.fault == SimulatedDuration(nanoseconds: 2_800))
    #expect(
      try trial("kernel: engine-3\n" + expression).costs.fault
        == SimulatedDuration(nanoseconds: 3_000))
  }

  @Test func `ends where values are computed from each other`() throws {
    let files = try TemporaryFiles([
      ("burst.yaml", "host: { memory: \"host.lowmem-reserve * 256\", cpus: 8 }")
    ])
    let found = files.experiment("burst.yaml").faults
    #expect(found.contains("'host.lowmem-reserve' leads nowhere"), "\(found)")
    let other = try TemporaryFiles([
      (
        "burst.yaml",
        """
        host: { memory: "guests.db.synchronous-below * 9", lowmem-reserve: "host.time-slice / 1 s * 1 MiB" }
        guests: [{ name: db, memory: 1 GiB }]
        """
      )
    ])
    // By hand: 2.8 ms / 1 s of 1 MiB is no whole number of pages.
    #expect(other.experiment("burst.yaml").faults.contains("is not a whole number of pages"))
  }

  @Test(arguments: [
    ("6.12", "6.12.117"), ("6.1", "6.1.192"), ("v6.12", "6.12.117"), ("5.13", "5.13+v1"),
    ("6.12.118", "6.12.117"), ("3", "engine-3"), ("engine3", "engine-3"), ("6.1.19", "6.1.192"),
    ("[6.12.117]", nil), ("7.0", nil), ("", nil),
  ])
  func `refuses what is no release, with the nearest`(written: String, meant: String?) throws {
    let found = try faults("kernel: \(written)")
    #expect(found.contains("burst.yaml:2:"))
    #expect(
      found.contains(
        "'kernel': expected a release whose rules are known, one of '5.13+v1', '6.1.192', "
          + "'6.12.117', 'engine-3', found"))
    #expect(found.contains("did you mean") == (meant != nil), "\(found)")
    if let meant { #expect(found.contains("did you mean '\(meant)'?"), "\(found)") }
  }

  @Test func `refuses a wake-up rule that is not the scheduler's`() throws {
    #expect(
      try faults("mechanism: { wake-up: sleeper-credit }").contains(
        "burst.yaml:2:23: error: 'wake-up': 'sleeper-credit' is none of the scheduler 'eevdf': "
          + "expected one of 'carried-lag', 'preempts', 'waits'"))
    #expect(
      try faults("mechanism: { scheduler: round-robin, wake-up: preempts }").contains(
        "'preempts' is none of the scheduler 'round-robin': expected 'waits'"))
    #expect(try trial("mechanism: { scheduler: cfs }").rules.wakeUp == .sleeperCredit)
    #expect(try trial("mechanism: { scheduler: cfs, wake-up: waits }").rules.wakeUp == .waits)
  }

  @Test func `says of every value where it is from`() throws {
    let files = try TemporaryFiles([
      (
        "burst.yaml",
        Self.host + "mechanism: { badness: first-among-equals }\nkernel: 6.1.192\n"
      )
    ])
    let experiment = try #require(files.experiment("burst.yaml").experiment)
    let lines = files.shortened(try experiment.resolvedText(ofPoint: 0)).split(separator: "\n").map
    {
      $0.split(separator: " ").joined(separator: " ")
    }
    for line in [
      "kernel: 6.1.192 # burst.yaml:3", "time-slice: 3 ms # kernel: 6.1.192",
      "lowmem-reserve: 376 MiB # kernel: 6.1.192", "thp: true # kernel: 6.1.192",
      "badness: first-among-equals # burst.yaml:2", "scheduler: cfs # kernel: 6.1.192",
      "tick: 100 Hz # default",
    ] { #expect(lines.contains(line), "\(line)\n\(lines.joined(separator: "\n"))") }
  }

  @Test func `differs in the text of a trial`() throws {
    let texts = try KernelGeneration.allCases.map {
      ExperimentSchema.text(
        of: try trial("kernel: \($0.rawValue)"), catalogue: SamplePolicies.catalogue)
    }
    #expect(Set(texts).count == KernelGeneration.allCases.count)
    for (text, generation) in zip(texts, KernelGeneration.allCases) {
      let files = try TemporaryFiles([("again.yaml", text)])
      let again = try files.experiment("again.yaml").experiment?.configuration(ofPoint: 0)
      #expect(try again == trial("kernel: \(generation.rawValue)"))
    }
  }
}
