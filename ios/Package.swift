// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "CurtainKit",
  platforms: [.iOS(.v16), .macOS(.v13)],
  products: [.library(name: "CurtainKit", targets: ["CurtainKit"])],
  dependencies: [.package(path: "../bindings/swift")],
  targets: [
    .target(name: "CurtainKit", dependencies: [.product(name: "CurtainCore", package: "swift")]),
    .testTarget(name: "CurtainKitTests", dependencies: ["CurtainKit"]),
  ],
  swiftLanguageModes: [.v6]
)
