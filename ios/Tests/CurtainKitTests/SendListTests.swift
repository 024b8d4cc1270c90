import CurtainCore
import Foundation
import XCTest

@testable import CurtainKit

final class SendListTests: FolderTestCase {
  private func cleaned(_ path: URL, _ out: URL, verified: Bool = true) -> CleanReport {
    CleanReport(
      path: path.path, out: out.path,
      removed: [MetadataItem(group: "gps", tag: "GPSLatitude", kind: .location, value: "51.5")], redacted: [],
      bytesIn: 2, bytesOut: 1, pixels: .identical, verified: verified)
  }

  func testOnlyVerifiedFilesOfOursAreSentAndTheRestIsSaid() throws {
    let folder = try ReviewFolder.make(in: base)
    let taken = Taken(
      caption: "hi", photos: [1, 2, 3, 4].map(folder.photo), unreadable: [UnreadableItem(index: 4, reason: .kind)])
    let report = ApplyReport(
      caption: "hi",
      cleaned: [
        cleaned(folder.photo(1), folder.clean.appendingPathComponent("photo-1.jpg")),
        cleaned(folder.photo(2), folder.clean.appendingPathComponent("photo-2.jpg"), verified: false),
        cleaned(folder.photo(3), base.appendingPathComponent("photo-3.jpg")),
      ],
      skipped: [SkippedPhoto(index: 3, code: "malformed", sentence: "…")])
    let list = SendList(report, taken: taken, folder: folder, words: Words(.en))

    XCTAssertEqual(list.photos.map(\.file.lastPathComponent), ["photo-1.jpg"])
    XCTAssertEqual(
      list.photos[0].summary,
      "1 hidden detail removed. The picture itself is unchanged. The copy was opened again and checked.")
    XCTAssertEqual(
      list.leftOut,
      [
        "Photo 4 is left out: the file is damaged or incomplete.",
        "Photo 2 is left out: the cleaned copy could not be proved clean.",
        "Photo 3 is left out: the cleaned copy could not be proved clean.",
        "Item 5 is left out: Curtain checks only pictures and text.",
      ])
    XCTAssertEqual(list.warning, "Not everything you shared can be sent on.")
    XCTAssertFalse(list.isEmpty)
  }

  func testACompleteListHasNoWarning() throws {
    let folder = try ReviewFolder.make(in: base)
    let report = ApplyReport(caption: nil, cleaned: [], skipped: [])
    let list = SendList(report, taken: Taken(), folder: folder, words: Words(.zhHant))
    XCTAssertNil(list.warning)
    XCTAssertTrue(list.isEmpty)
  }
}
