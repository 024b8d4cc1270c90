import CurtainCore
import Foundation
import XCTest

final class PolicyTests: XCTestCase {
  func testAPolicyIsRefusedWithAPlaceOrHoldsForTheNextShare() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let config = CheckerConfig(jurisdiction: nil, locale: .en, memory: folder.path)
    let checker = try Checker.open(config: config)
    XCTAssertThrowsError(try checker.setPolicy(text: "schema = 1\n[severity]\nidentifier = \"off\"")) { error in
      XCTAssertEqual(error as? CheckError, .PolicyInvalid(code: "too-low", line: 3, column: 14))
      XCTAssertEqual((error as? CheckError)?.code, "policy-invalid")
    }
    try checker.setPolicy(text: "schema = 1\n[severity]\nquasi = \"block\"")
    try checker.setPhotoKind(kind: .face, on: false)
    XCTAssertEqual(try checker.photoKinds().filter { !$0.on }.map(\.kind), [.face])
    let review = try checker.startReview()
    try review.setCaption(caption: "Bed 12B, pls stop ringing")
    XCTAssertEqual(try review.inspect().report.verdict, .block)
  }
}
