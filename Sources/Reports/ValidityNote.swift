// SPDX-License-Identifier: Apache-2.0

/// What the model leaves out, in a line: a verdict holds inside this box.
enum ValidityNote {
  /// The sentence of every report; Documentation/Model.md, section 7, has the whole list.
  static let sentence =
    "The model has one zone and single pages: no huge pages, compaction, swap, dirty cache, memory "
    + "cgroups, OOM reaper or MGLRU (Documentation/Model.md, section 7); no duration has been "
    + "measured on an s390x machine."
}
