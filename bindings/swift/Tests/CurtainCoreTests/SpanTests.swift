import CurtainCore
import XCTest

final class SpanTests: XCTestCase {
  func testOffsetsAfterAnEmojiFallOnTheRightCharacters() throws {
    let caption = "👩🏽‍⚕️👶 12床 café"
    let units = Array(caption.utf16)
    let start = try XCTUnwrap(units.firstIndex(of: UInt16(0x31)))
    let span = TextSpan(start: UInt32(start), end: UInt32(start + 3), text: "12床")
    let range = try XCTUnwrap(span.range(in: caption))
    XCTAssertEqual(caption[range], "12床")
    XCTAssertEqual(caption.replacingCharacters(in: range, with: "ward"), "👩🏽‍⚕️👶 ward café")
  }

  func testASpanThatIsNotThereHasNoRange() {
    XCTAssertNil(TextSpan(start: 1, end: 2, text: "\u{FFFD}").range(in: "👶"), "inside a surrogate pair")
    XCTAssertNil(TextSpan(start: 0, end: 3, text: "ab").range(in: "ab"), "past the end")
    XCTAssertNil(TextSpan(start: 2, end: 1, text: "").range(in: "ab"), "backwards")
    XCTAssertNil(TextSpan(start: 0, end: 2, text: "cd").range(in: "ab"), "another text")
    XCTAssertNotNil(TextSpan(start: 2, end: 2, text: "").range(in: "ab"), "an insertion at the end")
  }

  func testEditsComeBackAndForthThroughTheCore() throws {
    let review = try Review.start()
    try review.setCaption(caption: "👶 one")
    XCTAssertFalse(try review.inspect().canUndo)
    let edited = try review.editCaption(caption: "👶🏽 two")
    XCTAssertEqual(edited.caption, "👶🏽 two")
    XCTAssertTrue(edited.canUndo)
    XCTAssertEqual(try review.undo().caption, "👶 one")
  }

  func testEverySpanOfTheCoreStandsWhereItSays() throws {
    let caption = "👩🏽‍⚕️ Mrs Okafor, NHS 943 476 5919, 87岁 👶 bed 12 床"
    let review = try Review.start()
    try review.setCaption(caption: caption)
    let report = try XCTUnwrap(try review.inspect().report.caption)
    for span in report.findings.flatMap({ [$0.span].compactMap { $0 } + $0.edits.map(\.span) }) {
      XCTAssertNotNil(span.range(in: caption), "\(span)")
    }
  }
}
