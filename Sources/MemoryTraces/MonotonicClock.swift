// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The clock of a recording: it never goes back, and nobody sets it.
internal enum MonotonicClock {
  static func nowNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// Sleeps until a time of this clock or until a signal comes.
  static func sleep(untilNanoseconds nanoseconds: Int) {
    var time = timespec(
      tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil)
  }
}
