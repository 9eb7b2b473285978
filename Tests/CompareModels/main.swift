// Holds the engine against itself and against the naive interpreter on many random hosts, far more than a
// debug build of the tests could: events, digests and the readings of all metrics.
//
//   swift run -c release compare-models 1 200000
//
// Prints the hosts on which they part, and exits with 1 if there are any.
internal import Glibc

let arguments = CommandLine.arguments.dropFirst()
let numbers = arguments.compactMap { UInt64($0) }
guard numbers.count == 2, arguments.count == 2, numbers[0] <= numbers[1] else {
  print("usage: compare-models FIRST-SEED LAST-SEED")
  exit(2)
}
exit(await ComparisonRun(seeds: numbers[0]...numbers[1]).run() ? 0 : 1)
