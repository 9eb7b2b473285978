// SPDX-License-Identifier: Apache-2.0

/// A length of work, and the calls of the Ultravisor in it.
struct Work {
  /// A call.
  struct Call {
    enum Kind { case destroy, export, `import` }
    let kind: Kind
    /// What it costs when nobody else calls.
    let cost: Int64
    /// What it costs now.
    let stretched: Int64
  }

  var length: Int64
  var calls: [Call] = []

  /// Work without a call.
  init(_ length: Int64) { self.length = length }

  /// One call.
  init(_ call: Call) {
    length = call.stretched
    calls = [call]
  }

  static func + (left: Work, right: Work) -> Work {
    var sum = left
    sum.length += right.length
    sum.calls += right.calls
    return sum
  }
}
