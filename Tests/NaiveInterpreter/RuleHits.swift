// SPDX-License-Identifier: Apache-2.0

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
