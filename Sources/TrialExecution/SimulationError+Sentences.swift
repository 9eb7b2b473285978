// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
public import HostModel

extension SimulationError {
  /// The faults for a person, each as `path: sentence`.
  public var sentences: [String] {
    faults.map { "\($0.path): \($0.message)" }
  }
}
