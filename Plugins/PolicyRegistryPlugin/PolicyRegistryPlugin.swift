// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// Writes `allPolicies` from the Swift files of the target it is applied to.
///
/// The files are arguments of the command, so that adding, deleting or renaming one makes the build
/// run it again.
@main
struct PolicyRegistryPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target.sourceModule else { return [] }
    let sources = module.sourceFiles(withSuffix: ".swift").map(\.url)
      .sorted { $0.path(percentEncoded: false) < $1.path(percentEncoded: false) }
    let output = context.pluginWorkDirectoryURL.appending(path: "PolicyRegistry.swift")
    return [
      .buildCommand(
        displayName: "Listing the policies of \(target.name)",
        executable: try context.tool(named: "generate-policy-registry").url,
        arguments: [output.path(percentEncoded: false)]
          + sources.map { $0.path(percentEncoded: false) },
        inputFiles: sources,
        outputFiles: [output])
    ]
  }
}
