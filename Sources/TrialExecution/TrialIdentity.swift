// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import PolicyKit

/// What a trial is known by in results: a hash of everything that its outcome depends on.
///
/// That is the resolved configuration, the version of the engine, the identity of the policies that it
/// chooses, and the seed. Descriptions, names of files and the order of a sweep are not among it.
public struct TrialIdentity: Sendable, Hashable {
  /// Which policies in which versions decide, such as
  /// `allocation-failure=convert-one@1f…, oom-notifier=none@77…, reclaim-throttle=unpaced@90…`.
  public let policies: String

  private let content: String
  private let contentDigest: SHA256Digest

  /// Identifies the trials of a configuration, whatever their seed.
  ///
  /// - Parameters:
  ///   - configuration: the trial; its seed is not looked at.
  ///   - catalogue: the policies that it chooses from.
  /// - Complexity: O(size of the configuration), most of which are the samples of traces.
  public init(_ configuration: TrialConfiguration, catalogue: PolicyCatalogue) {
    let choices: [(PolicyRole, PolicyChoice)] = [
      (.allocationFailure, configuration.allocationFailure),
      (.oomNotifier, configuration.oomNotifier),
      (.reclaimThrottle, configuration.reclaimThrottle),
    ]
    policies = choices.map { role, choice in
      let identity = catalogue.registration(role, named: choice.name)?.identity ?? "unknown"
      return "\(role.rawValue)=\(choice.name)@\(identity)"
    }.joined(separator: ", ")
    var seedless = configuration
    seedless.seed = 0
    content = SHA256Digest.hexadecimal(
      of: CanonicalDescription(seedless).text + "\n\(EngineVersion.current)\n\(policies)")
    var digest = SHA256Digest()
    digest.absorb(content)
    contentDigest = digest
  }

  /// The key of the trial with this seed: 64 hexadecimal digits.
  ///
  /// - Complexity: O(1), one block of the hash.
  public func key(seed: UInt64) -> String {
    var digest = contentDigest
    digest.absorb(" \(seed)")
    return digest.hexadecimal
  }

  /// Whether two configurations are the same trials.
  public static func == (left: TrialIdentity, right: TrialIdentity) -> Bool {
    left.content == right.content
  }

  /// Hashes what the trials depend on.
  public func hash(into hasher: inout Hasher) { hasher.combine(content) }
}
