// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Converts all that is left as soon as a node cannot be had.
///
/// Idea: a host that is out of memory now is no place to defer anything; give the memory back at
/// the price of the dying guest's own time.
///
/// Wins when the shortage would last and other tasks wait for this very memory: nothing more is set
/// aside, so nothing more is held back.
///
/// Loses whenever the shortage is a passing one. A single failure early in the walk turns a
/// shutdown of seconds into one of minutes: 64 GiB take 2 s to set aside and about 151 s to export.
///
/// Source: the whole-guest fallback of v1 patch 8, `kvm_s390_pv_deinit_vm_now` (Claudio Imbrenda,
/// "KVM: s390: pv: lazy destroy for reboot", 17 May 2021,
/// https://lore.kernel.org/kvm/20210517200758.22593-9-imbrenda@linux.ibm.com/), and of QEMU's
/// `target/s390x/kvm/pv.c`, which disables synchronously when it cannot prepare.
///
/// Departs from the source in: both decide before anything is set aside, here it may happen in the
/// middle of the walk; what is set aside by then stays so.
struct SynchronousRestPolicy: AllocationFailurePolicy {
  static let name = "synchronous-rest"
  static let summary = "converts all that is left as soon as a node cannot be had"

  init(_ setup: inout PolicySetup) {}

  mutating func failed(_ view: inout NodeFailureView) -> NodeFailureAnswer { .convertRest }
}
