// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// Writes `builtFromCommit`, the commit that a build is of, before each build.
///
/// Nil outside a clone, or without git. A tree whose sources differ from the commit says so, for its results
/// are not those of the commit. The file is only written when it would change, so that nothing is
/// compiled again for nothing.
@main
struct BuildCommitPlugin: BuildToolPlugin {
  private static let script = """
    folder=$1 package=$2
    commit=
    if [ "$(git -C "$package" rev-parse --show-prefix 2>/dev/null)" = "" ]; then
      commit=$(git -C "$package" rev-parse HEAD 2>/dev/null) || commit=
    fi
    if [ -n "$commit" ]; then
      changed=$(git --no-optional-locks -C "$package" status --porcelain -- Package.swift Sources policies) || changed=?
      [ -z "$changed" ] || commit="$commit+changed"
      value="\\"$commit\\""
    else
      value=nil
    fi
    text="let builtFromCommit: String? = $value"
    file=$folder/BuildCommit.swift
    [ "$(cat "$file" 2>/dev/null)" = "$text" ] || echo "$text" > "$file"
    """

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.pluginWorkDirectoryURL
    return [
      .prebuildCommand(
        displayName: "Looking up the commit of \(target.name)",
        executable: URL(filePath: "/bin/sh"),
        arguments: [
          "-c", Self.script, "sh", folder.path(percentEncoded: false),
          context.package.directoryURL.path(percentEncoded: false),
        ],
        outputFilesDirectory: folder)
    ]
  }
}
