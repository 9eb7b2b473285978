// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Registers a notifier that does nothing: mainline Linux.
///
/// Idea: whoever needs much memory right after a large guest has ended should wait before he asks;
/// the kernel stays out of it.
///
/// Wins when nobody runs short while pages are being cleaned, which is the usual case, and when a
/// program with its own retry copes better than one that sleeps under `oom_lock`.
///
/// Loses when a task allocates faster than the cleaner cleans: it is killed, or an innocent one is,
/// although the memory was on its way.
///
/// Source: Linux 6.1 and 6.12, neither of which has a notifier for protected guests; the notifier
/// of v2 and v3 was dropped after David Hildenbrand's summary of 9 August 2021,
/// https://lore.kernel.org/kvm/8f1502a4-8ee3-f70f-ca04-4a13d44368fb@redhat.com/.
///
/// Departs from the source in: nothing.
struct NonePolicy: OOMNotifierPolicy {
  static let name = "none"
  static let summary = "does nothing, as mainline Linux"

  init(_ setup: inout PolicySetup) {}

  mutating func outOfMemory(_ view: OutOfMemoryView) -> OutOfMemoryAnswer { .nothing }
}
