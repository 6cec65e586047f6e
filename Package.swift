// swift-tools-version: 6.2
import PackageDescription

/// The targets in the order of the pipeline. A target imports what its row names and nothing else;
/// `scripts/test` builds with `--explicit-target-dependency-import-check error`.
struct Row {
  enum Kind { case library, tool, fixture }
  var kind = Kind.library
  var name: String
  var imports: [Target.Dependency] = []
  var tested = true
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let rows: [Row] = [
  Row(name: "ClewModel"),
  Row(name: "ClewIngest", imports: ["ClewModel", "CLibXML2", "CLibArchive", yams, crypto]),
  Row(name: "ClewGraph", imports: ["ClewModel"]),
  Row(name: "ClewStore", imports: ["ClewModel", "ClewGraph", grdb]),
  Row(name: "ClewMatch", imports: ["ClewModel"]),
  Row(name: "ClewAnalyse", imports: ["ClewModel", "ClewGraph", "ClewMatch"]),
  Row(name: "ClewRender", imports: ["ClewModel", subprocess, system]),
  Row(
    name: "ClewCase",
    imports: [
      "ClewModel", "ClewIngest", "ClewGraph", "ClewStore", "ClewMatch", "ClewAnalyse", "ClewRender",
    ]),
  Row(kind: .tool, name: "clew-layout", imports: ["CGraphviz"], tested: false),
  Row(kind: .tool, name: "clew", imports: ["ClewCase", arguments, "clew-layout"]),
  Row(
    kind: .tool, name: "clew-bench",
    imports: [
      "ClewModel", "ClewIngest", "ClewGraph", "ClewStore", "ClewMatch", "ClewAnalyse", "ClewRender",
      "ClewCase", "ClewFixtures", arguments,
    ], tested: false),
  Row(kind: .fixture, name: "ClewFixtures", imports: ["ClewModel", "ClewGraph"], tested: false),
]

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "clew",
  products: [
    .executable(name: "clew", targets: ["clew"]),
    .executable(name: "clew-layout", targets: ["clew-layout"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: rows.map { row in
    switch row.kind {
    case .library:
      .target(name: row.name, dependencies: row.imports, swiftSettings: settings)
    case .tool:
      .executableTarget(name: row.name, dependencies: row.imports, swiftSettings: settings)
    case .fixture:
      .target(
        name: row.name, dependencies: row.imports, path: "Tests/\(row.name)",
        swiftSettings: settings)
    }
  }
    + rows.filter(\.tested).map { row in
      .testTarget(
        name: "\(row.name)Tests",
        dependencies: [.init(stringLiteral: row.name), "ClewFixtures"] + row.imports,
        swiftSettings: settings)
    }
    + [
      .systemLibrary(
        name: "CGraphviz", pkgConfig: "libgvc", providers: [.apt(["libgraphviz-dev"])]),
      .systemLibrary(
        name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
      .systemLibrary(
        name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    ]
)
