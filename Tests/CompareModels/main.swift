// Holds the engine against itself and against the naive interpreter on many random hosts, far more than a
// debug build of the tests could: events, digests and the readings of all metrics.
//
//   swift run -c release compare-models 1 200000
//   swift run -c release compare-models --mutate 4000
//
// Prints the hosts on which they part, and exits with 1 if there are any. With --mutate the engine runs
// each host with one value of it changed, for every value that there is: the comparison must see each
// change on one of so many hosts, or it exits with 1.
internal import Glibc

let arguments = CommandLine.arguments.dropFirst()
let numbers = arguments.compactMap { UInt64($0) }
if arguments.first == "--mutate", numbers.count == 1, arguments.count == 2 {
  exit(await MutationRun(hosts: numbers[0]).run() ? 0 : 1)
}
guard numbers.count == 2, arguments.count == 2, numbers[0] <= numbers[1] else {
  print("usage: compare-models FIRST-SEED LAST-SEED | compare-models --mutate HOSTS")
  exit(2)
}
exit(await ComparisonRun(seeds: numbers[0]...numbers[1]).run() ? 0 : 1)
