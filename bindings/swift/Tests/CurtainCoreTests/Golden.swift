import CurtainCore
import Foundation
import XCTest

/// The cases that Rust, Kotlin and Swift all read.
enum Golden {
  static let repository: URL = {
    if let given = ProcessInfo.processInfo.environment["CURTAIN_REPOSITORY"] { return URL(fileURLWithPath: given) }
    return (0..<5).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
  }()

  static let fixtures: URL = {
    if let given = ProcessInfo.processInfo.environment["CURTAIN_FIXTURES"] { return URL(fileURLWithPath: given) }
    return repository.appendingPathComponent("target/fixtures")
  }()

  /// The cases of one kind, by file name. A folder without cases is a failure: it must never pass by being empty.
  static func cases(_ kind: String) throws -> [(file: String, json: JSON)] {
    let folder = repository.appendingPathComponent("tests/golden/\(kind)")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    guard !files.isEmpty else { throw Missing.cases(folder.path) }
    return try files.map { ($0.lastPathComponent, try JSONDecoder().decode(JSON.self, from: Data(contentsOf: $0))) }
  }

  enum Missing: Error {
    case cases(String)
    case member(String)
  }
}

extension JSON {
  /// A member that a case must have.
  func need(_ key: String) throws -> JSON {
    guard let member = self[key] else { throw Golden.Missing.member(key) }
    return member
  }

  func needString(_ key: String) throws -> String {
    guard let text = self[key]?.string else { throw Golden.Missing.member(key) }
    return text
  }

  /// Fails when one of `keys` is not there to be compared.
  func require(_ keys: [String]) throws {
    for key in keys { _ = try need(key) }
  }
}

extension Review {
  static func start(_ config: CheckerConfig = CheckerConfig(jurisdiction: nil, locale: .en)) throws -> Review {
    try Checker.open(config: config).startReview()
  }
}
