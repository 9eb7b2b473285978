// SPDX-License-Identifier: Apache-2.0

internal import CProcess
// The C library's `environ` is a plain variable, which only a change of the environment touches.
@preconcurrency internal import Glibc

/// The program that workers run.
public struct WorkerProgram: Sendable, Hashable {
  /// This program, whatever its name: so a package with policies of its own needs nothing more, and a
  /// program that is built anew while a sweep runs changes nothing.
  public static let itself = WorkerProgram(
    path: "/proc/self/exe", name: CommandLine.arguments.first ?? "setaside")

  private let path: String
  private let name: String

  /// Chooses a program, which has the subcommand `worker`.
  public init(path: String) { self.init(path: path, name: path) }

  private init(path: String, name: String) {
    self.path = path
    self.name = name
  }

  /// Starts a worker whose output goes to one descriptor.
  ///
  /// Its standard streams are not the runner's: what a policy prints is no answer.
  ///
  /// - Returns: the process, or the system's error number.
  func start(messages: Int32, board: Int32, output: Int32) -> Result<pid_t, SystemFault> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for (source, target) in [
      (output, STDOUT_FILENO), (output, STDERR_FILENO), (messages, WorkerDescriptors.messages),
      (board, WorkerDescriptors.board),
    ] {
      posix_spawn_file_actions_adddup2(&actions, source, target)
    }
    _ = setaside_close_from(&actions, WorkerDescriptors.first)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The runner decides what a Ctrl-C means; a worker of its process group must not die of it.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&blocked, number) }
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = [name, "worker"].map { (word: String) in
      strdup(word)
    }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    let quiet = strdup("SWIFT_BACKTRACE=enable=no")
    defer { free(quiet) }
    var environment: [UnsafeMutablePointer<CChar>?] = []
    var variable = environ
    while let text = variable.pointee {
      environment.append(text)
      variable += 1
    }
    // A backtrace takes seconds, and nobody sees it; who asks for one gets it.
    if getenv("SWIFT_BACKTRACE") == nil { environment.append(quiet) }
    environment.append(nil)
    var process: pid_t = 0
    let fault = posix_spawn(&process, path, &actions, &attributes, &arguments, environment)
    return fault == 0 ? .success(process) : .failure(SystemFault(number: fault))
  }
}
