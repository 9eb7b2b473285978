// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
public import PolicyKit

/// The families of random hosts, by name.
///
/// A family that has a number in its name is frozen: digests are kept of what its hosts give, so it is
/// never changed again, nor are the probes and dice that it draws from. New fields and rules come with a
/// family of another name.
public enum RandomHost {
  /// A small host with everything in it that engine 3 knows.
  ///
  /// - Parameters:
  ///   - seed: Any number; equal seeds give equal hosts.
  ///   - catalogue: The policies to choose from, at least one for each role.
  public static func v1(
    seed: UInt64, catalogue: PolicyCatalogue = ProbePolicies.catalogue
  ) -> TrialConfiguration {
    RandomHostV1.configuration(seed: seed, catalogue: catalogue)
  }

  /// The host of ``v1(seed:catalogue:)``, changed such that every actor has a CPU of its own.
  ///
  /// - Parameters:
  ///   - seed: Any number; equal seeds give equal hosts.
  ///   - catalogue: The policies to choose from, at least one for each role.
  public static func v1OwnCPUs(
    seed: UInt64, catalogue: PolicyCatalogue = ProbePolicies.catalogue
  ) -> TrialConfiguration {
    RandomHostV1.ownCPUs(seed: seed, catalogue: catalogue)
  }
}
