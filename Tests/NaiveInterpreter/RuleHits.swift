/// How often each rule of a kernel generation, or of a scheduler, was gone by in a run.
public struct RuleHits: Sendable, Hashable {
  /// A rule that some hosts only meet.
  public enum Rule: Int, Sendable, Hashable, CaseIterable {
    // Who works.
    case givesWay, stays, loadInterrupted, sliceOver, protected, reweighed, lagLimited, lagCarried
    case sleeperCredited, sleeperPreempts, sleeperWaits, lagPreempts, lagWaits, alwaysPreempts
    case neverPreempts, nextPreferred, cfsPull, eevdfPull
    // What the clock does.
    case tick, idealTimeOver, farAhead, balance, balanceMove, balanceInVain
    case wheelSleep, coarseSleep, msleepExtra
    // Memory.
    case batchRefill, batchFlush, freeFactorRefill, freeFactorFlush, freeFactorGrows
    case allocFactorRefill, allocFactorFlush, slabByKswapd, slabDirectly, longPass
    case hopefulByMappedCache, freeCountsTwice, hopelessThoughTwice
    // Kills and ends.
    case askedByRegistration, lastOfEqualsDies, dividedFirst, memoryHeld, completedTaskExits
  }

  private var counts: [Int64] = Array(repeating: 0, count: Rule.allCases.count)

  /// How often a rule was gone by.
  public subscript(rule: Rule) -> Int64 { counts[rule.rawValue] }

  mutating func count(_ rule: Rule) { counts[rule.rawValue] += 1 }
}

extension NaiveInterpreter {
  func hit(_ rule: RuleHits.Rule) { ruleHits.count(rule) }
}

public nonisolated(unsafe) var naiveVariants: [String] = []
extension NaiveInterpreter {
  func trace(_ text: @autoclosure () -> String) {
    if naiveVariants.contains("trace") { print("   [\(now)] \(text())") }
  }
  func state(_ cpu: FairProcessor) -> String {
    cpu.arrivals.map { a in
      cpu.path(of: a).map { e, q in "w\(e.weight) v\(e.virtualTime) d\(e.deadline) lag\(e.lag) ran\(e.ran)\(e.isProtected ? "P" : "") least\(q.least)" }.joined(separator: " | ")
    }.enumerated().map { "\n        \(cpu.arrivals[$0.offset].eventClass) \(cpu.arrivals[$0.offset].index): \($0.element)" }.joined()
  }
}
