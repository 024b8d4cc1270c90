import CurtainCore
import Foundation
import XCTest

final class ErrorTests: XCTestCase {
  func testAnErrorArrivesTypedAndWithoutContent() throws {
    let review = try Review.start()
    try review.setCaption(caption: "Mrs Okafor in bed 12")
    XCTAssertThrowsError(try review.takeEdit(finding: 99, edit: 0)) { error in
      guard case .InvalidState = error as? CheckError else { return XCTFail("not typed: \(error)") }
      XCTAssertFalse("\(error) \(error.localizedDescription)".contains("Okafor"))
    }
  }

  func testAMissingPhotoIsUncheckedAndSkippedWithoutItsPath() throws {
    let review = try Review.start()
    let secret = "/nowhere/Okafor-ward-7.jpg"
    XCTAssertEqual(try review.addPhoto(path: secret), 0)
    let report = try review.inspect().report
    XCTAssertEqual(report.verdict, .unchecked)
    XCTAssertEqual(report.photos.first?.unchecked.first?.what, "photo")

    let answer = try review.apply(folder: FileManager.default.temporaryDirectory.path)
    XCTAssertEqual(answer.cleaned, [])
    let skipped = try XCTUnwrap(answer.skipped.first)
    XCTAssertEqual(skipped.index, 0)
    XCTAssertEqual(skipped.code, "io")
    XCTAssertFalse(skipped.sentence.contains("Okafor"), skipped.sentence)
  }

  func testEveryErrorHasTheCodeOfTheCore() {
    let all: [(CheckError, String)] = [
      (.UnsupportedFormat(format: "heic"), "unsupported-format"),
      (.Malformed(part: "exif", offset: 7), "malformed"),
      (.LimitExceeded(limit: "pixels", max: 1), "limit-exceeded"),
      (.Io(op: "read", osCode: 2), "io"),
      (.RulePackInvalid(packId: "a", code: "b"), "rule-pack-invalid"),
      (.VerificationFailed(codes: []), "verification-failed"),
      (.InvalidState(expected: "inspect"), "invalid-state"),
      (.NeedsPixels(reason: "heic"), "needs-pixels"),
      (.Internal(code: "panic"), "internal"),
    ]
    for (error, code) in all { XCTAssertEqual(error.code, code) }
  }

  func testTheCoreSaysWhatItIs() throws {
    let info = try coreInfo()
    XCTAssertFalse(info.version.isEmpty)
  }
}
