// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// Every target is held to the same language rules; none needs unsafe flags, so that Setaside can be
/// a versioned dependency of somebody else's package.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "setaside",
  products: [
    .executable(name: "setaside", targets: ["setaside"]),
    .library(name: "PolicyKit", targets: ["PolicyKit"]),
    .library(name: "SetasideCommand", targets: ["SetasideCommand"]),
    .library(name: "Policies", targets: ["Policies"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CProcess"),
    // A debug build without Foundation does not link the math library by itself.
    .target(
      name: "PolicyKit", swiftSettings: strict, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "HostConfiguration", dependencies: ["PolicyKit"], swiftSettings: strict),
    .target(
      name: "HostModel",
      dependencies: [
        "PolicyKit", "HostConfiguration",
      ],
      swiftSettings: strict),
    .target(name: "MemoryTraces", dependencies: ["PolicyKit"], swiftSettings: strict),
    .target(
      name: "ExperimentFiles",
      dependencies: [
        "CYAML", "HostConfiguration", "PolicyKit", "MemoryTraces", "SamplingDesigns",
      ],
      swiftSettings: strict),
    .target(name: "SamplingDesigns", swiftSettings: strict),
    .target(name: "Statistics", swiftSettings: strict),
    .target(
      name: "TrialExecution", dependencies: ["HostModel", "HostConfiguration", "PolicyKit"],
      swiftSettings: strict),
    .target(
      name: "ResultStore",
      dependencies: [
        "HostConfiguration", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "SweepRunner",
      dependencies: [
        "CProcess", "PolicyKit", "HostConfiguration", "HostModel", "ExperimentFiles",
        "TrialExecution", "ResultStore", "Statistics",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "PolicyKit", "HostConfiguration", "HostModel", "TrialExecution", "ResultStore",
        "Statistics",
      ],
      swiftSettings: strict),
    .target(
      name: "SetasideCommand",
      dependencies: [
        "PolicyKit", "HostConfiguration", "HostModel", "MemoryTraces", "ExperimentFiles",
        "TrialExecution", "ResultStore", "SweepRunner", "Reports", "Statistics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "setaside", dependencies: ["SetasideCommand", "Policies"], swiftSettings: strict,
      plugins: ["BuildCommitPlugin"]),
    .target(
      name: "Policies", dependencies: ["PolicyKit"], path: "policies", swiftSettings: strict,
      plugins: ["PolicyRegistryPlugin"]),
    .executableTarget(name: "generate-policy-registry", swiftSettings: strict),
    .testTarget(
      name: "PoliciesTests", dependencies: ["Policies", "PolicyKit", "generate-policy-registry"],
      swiftSettings: strict),
    .testTarget(
      name: "SamplingDesignsTests", dependencies: ["SamplingDesigns"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics"], resources: [.copy("Fixtures")],
      swiftSettings: strict),
    .testTarget(
      name: "ResultStoreTests",
      dependencies: [
        "ResultStore", "HostConfiguration", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "TrialExecutionTests",
      dependencies: ["TrialExecution", "HostModel", "HostConfiguration", "PolicyKit", "Policies"],
      swiftSettings: strict),
    .testTarget(
      name: "HostModelTests",
      dependencies: [
        "HostModel", "HostConfiguration", "PolicyKit", "Policies", "NaiveInterpreter",
        "ModelComparison", "TrialExecution",
      ],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "ShippedExperimentsTests",
      dependencies: [
        "ExperimentFiles", "TrialExecution", "HostConfiguration", "HostModel", "PolicyKit",
        "Policies",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "HostModel", "HostConfiguration", "PolicyKit", "ResultStore", "Statistics",
        "TrialExecution",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "MisbehavingSetaside", dependencies: ["SetasideCommand", "Policies", "PolicyKit"],
      path: "Tests/MisbehavingSetaside", swiftSettings: strict),
    .target(
      name: "SampleExperiments", path: "Tests/SampleExperiments", swiftSettings: strict),
    .testTarget(
      name: "SweepRunnerTests",
      dependencies: [
        "SweepRunner", "ExperimentFiles", "ResultStore", "PolicyKit", "Policies",
        "HostConfiguration", "Statistics", "MisbehavingSetaside", "SampleExperiments",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SetasideCommandTests",
      dependencies: [
        "setaside", "MisbehavingSetaside", "SampleExperiments",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", dependencies: ["setaside"], swiftSettings: strict),
    .executableTarget(
      name: "reference-trials",
      dependencies: ["Policies", "PolicyKit", "TrialExecution", "HostModel"],
      path: "Benchmarks/ReferenceTrials", swiftSettings: strict),
    .plugin(name: "BuildCommitPlugin", capability: .buildTool()),
    .plugin(
      name: "PolicyRegistryPlugin", capability: .buildTool(),
      dependencies: ["generate-policy-registry"]),
    .testTarget(
      name: "MemoryTracesTests", dependencies: ["MemoryTraces", "PolicyKit"], swiftSettings: strict),
    .testTarget(
      name: "ExperimentFilesTests",
      dependencies: ["ExperimentFiles", "HostConfiguration", "PolicyKit"], swiftSettings: strict),
    .target(
      name: "NaiveInterpreter", dependencies: ["HostConfiguration", "PolicyKit"],
      path: "Tests/NaiveInterpreter", swiftSettings: strict),
    .target(
      name: "ModelComparison",
      dependencies: [
        "NaiveInterpreter", "HostModel", "HostConfiguration", "PolicyKit", "TrialExecution",
      ],
      path: "Tests/ModelComparison", swiftSettings: strict),
    .executableTarget(
      name: "compare-models",
      dependencies: [
        "FrozenTrials", "ModelComparison", "NaiveInterpreter", "HostModel", "HostConfiguration",
        "PolicyKit", "Policies",
      ],
      path: "Tests/CompareModels", swiftSettings: strict),
    .target(
      name: "FrozenTrials",
      dependencies: [
        "ExperimentFiles", "NaiveInterpreter", "HostModel", "HostConfiguration", "Policies",
        "PolicyKit", "TrialExecution",
      ],
      path: "Tests/FrozenTrials", exclude: ["engine-3"], swiftSettings: strict),
    .testTarget(
      name: "FrozenTrialsTests", dependencies: ["FrozenTrials"], swiftSettings: strict),
    .testTarget(
      name: "NaiveInterpreterTests",
      dependencies: ["NaiveInterpreter", "HostConfiguration", "Policies", "PolicyKit"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
