// SPDX-License-Identifier: Apache-2.0

/// The variants of the reference workload RW-1.
public enum ReferenceMode: Int, Sendable, Hashable, CaseIterable {
  /// The reference: a mix of bursts that sometimes run short.
  case mixed = 0
  /// Larger bursts that are held ten times as long.
  case pressure = 1
  /// The same with a notifier that frees nothing, so that tasks are killed.
  case pressureWithoutNotifier = 2
  /// Rare, big bursts.
  case bigBursts = 3
  /// A load that grows with the guest, so that the number of events does not.
  case scaled = 4
}
