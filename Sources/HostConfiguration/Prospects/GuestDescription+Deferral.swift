// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

extension GuestDescription {
  /// Whether it is shut down and sets pages aside then: notifiers and node policies are for these.
  public var setsPagesAside: Bool {
    guard case .shutdown = departure else { return false }
    return isProtected && teardown == .lazyShutdown
  }

  /// Whether cleaners are left with pages of it, after a shutdown or a reboot.
  public var hasCleaners: Bool {
    if setsPagesAside { return true }
    guard case .reboot = departure else { return false }
    return isProtected && teardown == .lazyReboot && memory > synchronousBelow
  }

  /// When it is told to go; nil for a guest that stays.
  var orderToGo: Draw? {
    switch departure {
    case .none: nil
    case .shutdown(let at), .reboot(let at): at
    }
  }
}
