// SPDX-License-Identifier: Apache-2.0

/// How a worker came to its end.
enum WorkerEnding: Hashable {
  /// A signal that this program did not send.
  case signal(Int32)
  /// It ended by itself.
  case exit(Int32)
  /// A trial took longer than one may.
  case timeout(Duration)
  /// It held more memory than one may, in bytes.
  case memory(limit: Int64)
  /// It said nothing more, though it had not ended.
  case silent
  /// What it said cannot be understood.
  case babble(String)

  /// The status of a worker that cannot say anything any more.
  static let statusOfSilence: Int32 = 87
  private static let sigkill: Int32 = 9
  private static let names: [Int32: String] = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS",
    8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
    24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
  ]

  /// Whether it may have come from outside, so that the trial deserves another try: a policy cannot
  /// well send itself SIGKILL, but a person or the kernel's OOM killer can.
  var isFromOutside: Bool { self == .signal(Self.sigkill) }

  /// What it did, with the worker as the subject.
  var words: String {
    switch self {
    case .signal(Self.sigkill):
      "was killed with SIGKILL by somebody else, such as the kernel for want of memory"
    case .signal(let number):
      "crashed with signal \(number)" + (Self.names[number].map { " (\($0))" } ?? "")
    case .silent, .exit(Self.statusOfSilence):
      "lost its connection to the sweep: the policy closed what it did not open"
    case .exit(let status): "ended by itself with status \(status)"
    case .timeout(let limit): "took longer than \(Self.seconds(limit)) (--timeout)"
    case .memory(let limit): "held more than \(limit >> 20) MiB (--memory-limit)"
    case .babble(let fault): "sent what is no message: \(fault)"
    }
  }

  private static func seconds(_ duration: Duration) -> String {
    let milliseconds = Int64(duration / .milliseconds(1))
    return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000) s" : "\(milliseconds) ms"
  }
}
