import Foundation
import XCTest

@testable import CurtainKit

/// A shared item made for tests.
struct FakeItem: SharedItem {
  struct Refused: Error {}

  var offers: [Offer]
  var file: URL?
  var bytes: Data?
  var words: String?

  func copyFile(_ offer: Offer, to place: URL) async throws {
    guard offer.kind == .image, let file else { throw Refused() }
    try FileManager.default.copyItem(at: file, to: place)
  }

  func data(_ offer: Offer) async throws -> Data {
    guard offer.kind == .image, let bytes else { throw Refused() }
    return bytes
  }

  func text(_ offer: Offer) async throws -> String {
    guard let words else { throw Refused() }
    return words
  }

  static func image(_ file: URL) -> FakeItem {
    FakeItem(offers: [Offer(type: "public.jpeg", kind: .image)], file: file)
  }

  static func text(_ words: String) -> FakeItem {
    FakeItem(offers: [Offer(type: "public.plain-text", kind: .text)], words: words)
  }

  static let movie = FakeItem(offers: [Offer(type: "public.movie", kind: .other)])
}

/// Folders of the machine that the tests run on.
enum Places {
  static let repository: URL = {
    if let given = ProcessInfo.processInfo.environment["CURTAIN_REPOSITORY"] { return URL(fileURLWithPath: given) }
    return (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
  }()

  static func fixture(_ name: String) throws -> URL {
    let fixtures =
      ProcessInfo.processInfo.environment["CURTAIN_FIXTURES"].map { URL(fileURLWithPath: $0) }
      ?? repository.appendingPathComponent("target/fixtures")
    let file = fixtures.appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: file.path) else { throw CocoaError(.fileNoSuchFile) }
    return file
  }
}

/// A test with a folder of its own, gone afterwards.
class FolderTestCase: XCTestCase {
  private(set) var base = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    base = FileManager.default.temporaryDirectory.appendingPathComponent("kit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(at: base)
  }

  func write(_ text: String, as name: String) throws -> URL {
    let url = base.appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return url
  }

  /// Every file below `folder`, by path.
  func files(in folder: URL) -> [String] {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
    return (found?.allObjects as? [URL] ?? [])
      .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
      .map(\.path)
      .sorted()
  }
}
