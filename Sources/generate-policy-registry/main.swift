// SPDX-License-Identifier: Apache-2.0

internal import Foundation

// generate-policy-registry OUTPUT FILE...
//
// Reads the Swift files of `policies/` and writes the source that lists them. Prints compiler-style
// errors and ends with status 1 when a file is misnamed, with status 2 when it is called wrongly.
let arguments = Array(CommandLine.arguments.dropFirst())
guard let output = arguments.first else {
  print("usage: generate-policy-registry OUTPUT FILE...")
  exit(2)
}

do {
  let sources = try arguments.dropFirst().map { path in
    PolicySource(path: path, text: try String(contentsOfFile: path, encoding: .utf8))
  }
  let registry = PolicyRegistry(of: sources)
  guard registry.faults.isEmpty else {
    FileHandle.standardError.write(
      Data(registry.faults.map { "\($0)\n" }.joined().utf8))
    exit(1)
  }
  // An unchanged file keeps its time stamp, so that nothing that depends on it is built again.
  let written = try? String(contentsOfFile: output, encoding: .utf8)
  if written != registry.swiftSource {
    try registry.swiftSource.write(toFile: output, atomically: true, encoding: .utf8)
  }
} catch {
  FileHandle.standardError.write(Data("\(output):1:1: error: \(error.localizedDescription)\n".utf8))
  exit(1)
}
