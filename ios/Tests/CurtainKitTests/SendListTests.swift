import CurtainCore
import Foundation
import XCTest

@testable import CurtainKit

final class SendListTests: FolderTestCase {
  private func cleaned(_ path: URL, _ out: URL) -> CleanReport {
    CleanReport(
      path: path.path, out: out.path,
      removed: [MetadataItem(group: "gps", tag: "GPSLatitude", kind: .location, value: "51.5")], redacted: [],
      bytesIn: 2, bytesOut: 1, pixels: .identical, verified: true)
  }

  func testWhatGoesAndWhatDoesNotIsSaid() throws {
    let folder = try ReviewFolder.make(in: base)
    let taken = Taken(
      caption: "hi", photos: [1, 2, 3].map(folder.photo), unreadable: [UnreadableItem(index: 3, reason: .kind)])
    let outcome = Cleaning.Outcome(
      caption: "hi",
      cleaned: [1, 3].map { number in
        let out = folder.clean.appendingPathComponent("photo-\(number).jpg")
        return Cleaning.Cleaned(index: number - 1, report: cleaned(folder.photo(number), out), savedAgain: number == 3)
      },
      skipped: [SkippedPhoto(index: 1, code: "malformed", sentence: "…")])
    let list = SendList(outcome, taken: taken, words: Words(.en))

    XCTAssertEqual(list.photos.map(\.file.lastPathComponent), ["photo-1.jpg", "photo-3.jpg"])
    XCTAssertEqual(
      list.photos.map(\.summary),
      [
        "1 hidden detail removed. The picture itself is unchanged. The copy was opened again and checked.",
        "The picture was saved again and may look slightly different. The copy was opened again and checked.",
      ])
    XCTAssertEqual(
      list.leftOut,
      [
        "Photo 2 will not be sent: the file is damaged or incomplete.",
        "Item 4 will not be sent: Curtain checks only pictures and text.",
      ])
    XCTAssertEqual(list.warning, "Not everything can be sent.")
    XCTAssertFalse(list.isEmpty)
  }

  func testACompleteListHasNoWarning() {
    let list = SendList(Cleaning.Outcome(), taken: Taken(), words: Words(.zhHant))
    XCTAssertNil(list.warning)
    XCTAssertTrue(list.isEmpty)
  }
}
