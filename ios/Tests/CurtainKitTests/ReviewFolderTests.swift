import Foundation
import XCTest

@testable import CurtainKit

final class ReviewFolderTests: FolderTestCase {
  func testOnlyTheUserCanLookInside() throws {
    let folder = try ReviewFolder.make(in: base)
    let mode = try FileManager.default.attributesOfItem(atPath: folder.url.path)[.posixPermissions] as? NSNumber
    XCTAssertEqual(mode?.intValue, 0o700)
  }

  func testNamesDoNotRepeat() throws {
    XCTAssertNotEqual(try ReviewFolder.make(in: base), try ReviewFolder.make(in: base))
  }

  func testASweepTakesWhatNobodyTouched() throws {
    let now = Date()
    let fresh = try ReviewFolder.make(in: base)
    let old = try ReviewFolder.make(in: base)
    let clockSetBack = try ReviewFolder.make(in: base)
    let other = try write("not ours", as: "settings.plist")
    old.touch(now.addingTimeInterval(-601))
    clockSetBack.touch(now.addingTimeInterval(86_400))

    XCTAssertEqual(ReviewFolder.sweep(base, now: now), 2)
    XCTAssertTrue(FileManager.default.fileExists(atPath: fresh.url.path))
    XCTAssertTrue(FileManager.default.fileExists(atPath: other.path))
    XCTAssertFalse(FileManager.default.fileExists(atPath: old.url.path))
    XCTAssertFalse(FileManager.default.fileExists(atPath: clockSetBack.url.path))
    XCTAssertEqual(ReviewFolder.sweep(base.appendingPathComponent("no such folder")), 0)
  }

  func testOnlyFilesOfTheCleanFolderAreItsOwn() throws {
    let folder = try ReviewFolder.make(in: base)
    XCTAssertTrue(folder.holdsClean(folder.clean.appendingPathComponent("photo-1.jpg")))
    XCTAssertFalse(folder.holdsClean(folder.photo(1)))
    XCTAssertFalse(folder.holdsClean(folder.clean.appendingPathComponent("../in/photo-1")))
  }
}
