// SPDX-License-Identifier: Apache-2.0

// The C library's `environ` is a plain variable, which only a change of the environment touches.
@preconcurrency internal import Glibc

/// A command that this process started and has to wait for.
///
/// It inherits the standard streams, the environment and the process group, so that Ctrl-C in a
/// terminal reaches it without help.
internal struct ChildProcess {
  let processID: Int32

  /// Starts a command, found as a shell finds it.
  ///
  /// - Precondition: `command` has a first element.
  init(command: [String]) throws(TraceRecorderError) {
    // A zero byte would silently cut the argument short.
    guard !command.contains(where: { $0.utf8.contains(0) }) else {
      throw .cannotStart(command: command[0], reason: "an argument contains a zero byte")
    }
    var arguments = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var processID: pid_t = 0
    // The signals of a shell: this process may have some blocked or ignored, which would be inherited.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    // It returns after the new program was loaded, so a command that does not exist is known here.
    let errorNumber = posix_spawnp(
      &processID, command[0], nil, &attributes, arguments, environ)
    guard errorNumber == 0 else {
      throw .cannotStart(command: command[0], reason: systemReason(errorNumber))
    }
    self.processID = processID
  }

  /// Returns how the command ended and forgets it, or nil while it runs.
  func pollEnding() -> RecordingResult.Ending? {
    var status: Int32 = 0
    while true {
      let result = waitpid(processID, &status, WNOHANG)
      if result == 0 { return nil }
      if result == processID { break }
      if errno != EINTR { return .unknown }
    }
    // The macros WIFEXITED and WTERMSIG, which are not imported.
    let signalNumber = status & 0x7f
    return signalNumber == 0
      ? .exited(status: Int((status >> 8) & 0xff)) : .signalled(number: Int(signalNumber))
  }

  /// Sends a signal to the command alone; it must not have been waited for.
  func send(signal number: Int32) {
    kill(processID, number)
  }
}
