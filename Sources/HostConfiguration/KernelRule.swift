// SPDX-License-Identifier: Apache-2.0

/// A value that a kernel generation decides, with the function of the kernel that it stands for.
///
/// The table of all of them is in Documentation/Model.md; it is made from ``all``.
public struct KernelRule: Sendable {
  /// How a value is known.
  public enum Evidence: String, Sendable, Hashable, CaseIterable {
    /// Read in the sources of that release, or in the patches that name it.
    case read
    /// Follows from what was read in another release, or is an assumption with a range.
    case inferred
    /// Remembered by somebody who had read it, and not checked again.
    case remembered
  }

  /// Where the value of some generations is from.
  public struct Source: Sendable, Hashable {
    /// The generations that have the value from here.
    public let generations: [KernelGeneration]
    /// The functions or constants of the kernel, without their files.
    public let function: String
    /// The file of the kernel, or the patch.
    public let file: String
    /// How the value is known.
    public let evidence: Evidence

    /// Describes a source.
    init(
      _ generations: [KernelGeneration], _ function: String, _ file: String, _ evidence: Evidence
    ) {
      self.generations = generations
      self.function = function
      self.file = file
      self.evidence = evidence
    }
  }

  /// The key of an experiment, such as `mechanism.reclaim-retry`.
  public let key: String
  /// The value of a generation, as files have it; of a formula, the formula.
  public let value: @Sendable (KernelGeneration) -> String
  /// The value of some rules, as files have it; nil for what is no rule of the mechanism.
  let ruleValue: (@Sendable (MechanismRules) -> String)?
  /// What it is of: rules of set-aside pages are those of version 1 of the series, whatever the kernel.
  public let isOfSetAsideList: Bool
  /// Where the values are from; `engine-3` has none, as no kernel has its rules.
  public let sources: [Source]

  /// The source of a generation's value.
  public func source(of generation: KernelGeneration) -> Source? {
    sources.first { $0.generations.contains(generation) }
  }
}

extension KernelRule {
  /// A rule that is one of some words.
  static func word<Word: RawRepresentable<String> & Sendable>(
    _ key: String, _ path: any KeyPath<MechanismRules, Word> & Sendable,
    isOfSetAsideList: Bool = false, _ sources: [Source]
  ) -> Self {
    rule(key, isOfSetAsideList, sources) { $0[keyPath: path].rawValue }
  }

  /// A rule that is a number.
  static func number(
    _ key: String, _ path: any KeyPath<MechanismRules, Int64> & Sendable,
    isOfSetAsideList: Bool = false, _ sources: [Source]
  ) -> Self {
    rule(key, isOfSetAsideList, sources) { "\($0[keyPath: path])" }
  }

  private static func rule(
    _ key: String, _ isOfSetAsideList: Bool, _ sources: [Source],
    _ value: @escaping @Sendable (MechanismRules) -> String
  ) -> Self {
    KernelRule(
      key: "mechanism.\(key)", value: { value($0.rules) }, ruleValue: value,
      isOfSetAsideList: isOfSetAsideList, sources: sources)
  }

  /// A value of the host that is computed, with the formula of each generation.
  static func ofHost(
    _ key: String, _ sources: [Source], _ value: @escaping @Sendable (KernelGeneration) -> String
  ) -> Self {
    KernelRule(
      key: "host.\(key)", value: value, ruleValue: nil, isOfSetAsideList: false, sources: sources)
  }
}
