import CurtainCore
import Foundation
import XCTest

final class GoldenTests: XCTestCase {
  /// Opening compiles every rule, so cases of one setting share a checker.
  private var checkers: [CheckerConfig: Checker] = [:]

  func testCaptions() throws {
    for (file, golden) in try Golden.cases("caption") {
      let expect = try golden.need("expect")
      try expect.require(["verdict", "findings", "suggestion"])
      let review = try review(under: config(golden.need("config")))
      try review.setCaption(caption: golden.needString("caption"))
      let report = try review.inspect().report
      let caption = try XCTUnwrap(report.caption, file)
      fail(expect.differences(from: caption.json(verdict: report.verdict)), in: file)
    }
  }

  func testPhotos() throws {
    for (file, golden) in try Golden.cases("photo") {
      let expect = try golden.need("expect")
      try expect.require([
        "verdict", "format", "width", "height", "orientation", "metadata", "findings", "unchecked", "clean",
      ])
      let fixture = Golden.fixtures.appendingPathComponent(try golden.needString("fixture"))
      XCTAssertTrue(FileManager.default.fileExists(atPath: fixture.path), "no fixture for \(file)")
      let review = try review(under: CheckerConfig(jurisdiction: nil, locale: .en))
      _ = try review.addPhoto(path: fixture.path)
      let report = try review.inspect().report
      let photo = try XCTUnwrap(report.photos.first, file)
      let clean = try clean(review)
      fail(expect.differences(from: photo.json(verdict: report.verdict, clean: clean)), in: file)
    }
  }

  func testAFolderWithoutCasesFails() {
    XCTAssertThrowsError(try Golden.cases("nothing-here"))
  }

  func testADifferenceIsSeen() throws {
    let wanted = try JSONDecoder().decode(JSON.self, from: Data(#"{"a":[1,{"b":null}],"c":"x"}"#.utf8))
    let found = try JSONDecoder().decode(JSON.self, from: Data(#"{"a":[1,{"b":2}],"d":true}"#.utf8))
    XCTAssertEqual(
      wanted.differences(from: found), ["/a/1/b: wanted null, found 2.0", "/c: wanted \"x\", found nothing"])
    XCTAssertEqual(wanted.differences(from: wanted), [])
  }

  func testSHA256() {
    XCTAssertEqual(SHA256.hex(Data()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    XCTAssertEqual(SHA256.hex(Data("abc".utf8)), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    XCTAssertEqual(
      SHA256.hex(Data("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  private func review(under config: CheckerConfig) throws -> Review {
    let checker = try checkers[config] ?? Checker.open(config: config)
    checkers[config] = checker
    return try checker.startReview()
  }

  private func config(_ json: JSON) throws -> CheckerConfig {
    let locale = try XCTUnwrap(Locale(json: json.need("locale")), "locale")
    let named = try json.need("jurisdiction")
    if named == .null { return CheckerConfig(jurisdiction: nil, locale: locale) }
    return CheckerConfig(jurisdiction: try XCTUnwrap(Jurisdiction(json: named), "jurisdiction"), locale: locale)
  }

  private func clean(_ review: Review) throws -> JSON {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("golden-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let answer = try review.apply(folder: folder.path)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    if let skipped = answer.skipped.first {
      XCTAssertEqual(files, [], "a photo that could not be cleaned leaves nothing behind")
      return .object(["error": .string(skipped.code)])
    }
    let cleaned = try XCTUnwrap(answer.cleaned.first)
    XCTAssertTrue(cleaned.verified)
    XCTAssertEqual(files, [URL(fileURLWithPath: cleaned.out).lastPathComponent])
    let bytes = try Data(contentsOf: URL(fileURLWithPath: cleaned.out))
    XCTAssertEqual(UInt64(bytes.count), cleaned.bytesOut)
    return .object([
      "removed": .number(Double(cleaned.removed.count)),
      "bytes_out": .number(Double(cleaned.bytesOut)),
      "pixels": .name(of: cleaned.pixels),
      "sha256": .string(SHA256.hex(bytes)),
    ])
  }

  private func fail(_ differences: [String], in file: String) {
    for difference in differences { XCTFail("\(file) \(difference)") }
  }
}
