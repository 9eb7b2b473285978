// SPDX-License-Identifier: Apache-2.0

/// What has to be submitted, so that a sweep gets complete.
public struct SlurmResubmission: Sendable, Hashable {
  /// The elements to submit, ascending.
  public let elements: [Int]
  /// Elements that are queued or running, and are left alone.
  public let active: [Int]
  /// Elements whose trials are all there.
  public let complete: [Int]
  /// A merge that would wait for the wrong jobs, and is cancelled.
  public let staleMerge: Int?
  /// Whether a merge is to be submitted.
  public let needsMerge: Bool

  /// The jobs of the elements that are left alone, such as `17_3`; the merge waits for them too.
  let activeJobs: [String]

  /// Whether there is nothing to do.
  public var isEmpty: Bool { elements.isEmpty && !needsMerge && staleMerge == nil }

  /// Decides.
  init(_ status: SlurmStatus) {
    elements = status.missing
    active = status.active
    complete = status.complete
    activeJobs = status.elements.filter(\.isActive).compactMap { part in
      guard let job = part.job, let element = part.element else { return nil }
      return "\(job)_\(element)"
    }
    let hasMerge = status.merge.isActive && status.merge.state?.isStuck != true
    needsMerge = !status.merge.isComplete && (!elements.isEmpty || !hasMerge)
    staleMerge = status.merge.isActive && needsMerge ? status.merge.job : nil
  }
}
