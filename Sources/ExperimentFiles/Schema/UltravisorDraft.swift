// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The costs of an Ultravisor while they are read: a dirty page costs as much as a clean one unless
/// the file tells them apart, in whichever order the keys stand.
struct UltravisorDraft: Sendable {
  /// The costs; that of dirty pages is not kept up to date.
  var value = UltravisorDescription()
  /// The cost of a dirty page, if it is told apart.
  var destroyDirty: SimulatedDuration?

  /// Creates a draft with the defaults.
  init() {}

  /// The draft that describes an Ultravisor.
  init(_ value: UltravisorDescription) {
    self.value = value
    destroyDirty = value.destroyDirty == value.destroy ? nil : value.destroyDirty
  }

  /// The Ultravisor that the draft describes.
  var finished: UltravisorDescription {
    var finished = value
    finished.destroyDirty = destroyDirty ?? value.destroy
    return finished
  }
}

extension TrialConfiguration {
  /// The Ultravisor as a draft.
  var ultravisorDraft: UltravisorDraft {
    get { UltravisorDraft(ultravisor) }
    set { ultravisor = newValue.finished }
  }
}
