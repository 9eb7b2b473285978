// SPDX-License-Identifier: Apache-2.0

/// Which memory of a process a recording counts.
public enum MeasuredMemory: String, Sendable, Hashable, CaseIterable {
  /// The resident set (RSS): pages mapped by several processes count once for each of them.
  ///
  /// Cheap to read. Too high for programs whose processes share much, such as PostgreSQL with its shared
  /// buffers, or between a `vfork` and the `exec` behind it.
  case resident = "rss"

  /// The proportional set (PSS): a page mapped by *n* processes counts 1/*n* for each of them.
  ///
  /// Right for sharing, but the kernel walks the page tables at every sample: about a millisecond for
  /// each GiB, during which the program's own changes of its address space wait.
  case proportional = "pss"
}
