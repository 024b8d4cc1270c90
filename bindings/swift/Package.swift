// swift-tools-version: 6.0
import Foundation
import PackageDescription

// On a Mac the core arrives as an XCFramework made by xcframework.sh. Elsewhere, and for tests on a desktop, it is the
// library that bindings/generate.sh leaves under target/.
let here = Context.packageDirectory
let framework = "CurtainCoreFFI.xcframework"
let hasFramework = FileManager.default.fileExists(atPath: "\(here)/\(framework)")
let libraries = Context.environment["CURTAIN_LIBRARY_DIR"] ?? "\(here)/../../target/debug"

let core: Target =
  hasFramework
  ? .binaryTarget(name: "CurtainCoreFFI", path: framework)
  : .systemLibrary(name: "CurtainCoreFFI", path: "Sources/CurtainCoreFFI")

let linking: [LinkerSetting] =
  hasFramework
  ? []
  : [.unsafeFlags(["-L\(libraries)", "-Xlinker", "-rpath", "-Xlinker", libraries])]

let package = Package(
  name: "CurtainCore",
  platforms: [.iOS(.v16), .macOS(.v13)],
  products: [.library(name: "CurtainCore", targets: ["CurtainCore"])],
  targets: [
    core,
    .target(
      name: "CurtainCore",
      dependencies: ["CurtainCoreFFI"],
      path: ".",
      exclude: [
        "Package.swift", "README.md", "Sources/CurtainCoreFFI", "Tests", "generated/CurtainCoreFFI.h",
        "generated/CurtainCoreFFI.modulemap", "swift-root.sh", "test.sh", "xcframework.sh",
      ],
      sources: ["generated/CurtainCore.swift", "Sources/CurtainCore"],
      linkerSettings: linking
    ),
    .testTarget(name: "CurtainCoreTests", dependencies: ["CurtainCore"]),
  ],
  swiftLanguageModes: [.v6]
)
