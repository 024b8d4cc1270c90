import Foundation
import XCTest

@testable import CurtainKit

final class IntakeTests: FolderTestCase {
  private func take(_ items: [any SharedItem], caption: String? = nil) async throws -> Taken {
    try await Intake(folder: ReviewFolder.make(in: base)).take(items, caption: caption)
  }

  func testTextAlone() async throws {
    let taken = try await take([FakeItem.text("hello")])
    XCTAssertEqual(taken, Taken(caption: "hello", photos: [], unreadable: []))
  }

  func testSeveralPhotosAndTextInOrder() async throws {
    let one = try write("one", as: "Okafor ward 7.jpg")
    let two = try write("two", as: "IMG_0002.heic")
    let taken = try await take([FakeItem.image(one), FakeItem.text("day one"), FakeItem.image(two)], caption: "beside")
    XCTAssertEqual(taken.caption, "beside\nday one")
    XCTAssertEqual(try taken.photos.map { try String(contentsOf: $0, encoding: .utf8) }, ["one", "two"])
    XCTAssertEqual(taken.photos.map(\.lastPathComponent), ["photo-1", "photo-2"], "names say nothing")
    XCTAssertEqual(taken.unreadable, [])
    XCTAssertEqual(try String(contentsOf: one, encoding: .utf8), "one", "the sender's file is untouched")
  }

  func testAScreenshotThatIsOnlyInMemory() async throws {
    let item = FakeItem(offers: [Offer(type: "public.png", kind: .image)], bytes: Data("png".utf8))
    let taken = try await take([item])
    XCTAssertEqual(try taken.photos.map { try Data(contentsOf: $0) }, [Data("png".utf8)])
  }

  func testAnEmptyFileIsNotAPhoto() async throws {
    let empty = try write("", as: "empty.jpg")
    let taken = try await take([FakeItem.image(empty)])
    XCTAssertEqual(taken.photos, [])
    XCTAssertEqual(taken.unreadable, [UnreadableItem(index: 0, reason: .unreadable)])
  }

  func testWhatCannotBeReadIsReportedAndTheRestIsKept() async throws {
    let good = try write("good", as: "good.jpg")
    let broken = FakeItem(offers: [Offer(type: "public.jpeg", kind: .image)])
    let taken = try await take([broken, FakeItem.image(good), FakeItem.movie, FakeItem(offers: [])])
    XCTAssertEqual(taken.photos.count, 1)
    XCTAssertEqual(
      taken.unreadable,
      [
        UnreadableItem(index: 0, reason: .unreadable),
        UnreadableItem(index: 2, reason: .kind),
        UnreadableItem(index: 3, reason: .kind),
      ])
  }

  func testAnItemThatIsPictureAndTextGivesBoth() async throws {
    let file = try write("pixels", as: "a.jpg")
    let offers = [Offer(type: "public.jpeg", kind: .image), Offer(type: "public.plain-text", kind: .text)]
    let taken = try await take([FakeItem(offers: offers, file: file, words: "with words")])
    XCTAssertEqual(taken.photos.count, 1)
    XCTAssertEqual(taken.caption, "with words")

    let lost = try await take([FakeItem(offers: offers, words: "with words")])
    XCTAssertEqual(lost.caption, "with words")
    XCTAssertEqual(lost.unreadable, [UnreadableItem(index: 0, reason: .unreadable)], "its picture did not come")
  }

  func testALinkIsTextOnlyWithoutAPicture() async throws {
    let file = try write("pixels", as: "a.jpg")
    let link = Offer(type: "public.url", kind: .link)
    let both = FakeItem(
      offers: [Offer(type: "public.jpeg", kind: .image), link], file: file, words: "https://example.org/a.jpg")
    let alone = FakeItem(offers: [link], words: "https://example.org")
    let taken = try await take([both, alone])
    XCTAssertEqual(taken.caption, "https://example.org")
  }

  func testTheSameTextTwiceIsOneCaption() async throws {
    let taken = try await take([FakeItem.text("hello\n"), FakeItem.text("hello")], caption: "hello")
    XCTAssertEqual(taken.caption, "hello")
  }

  func testTheNextFormIsTriedWhenOneFails() async throws {
    let file = try write("pixels", as: "a.jpg")
    var tried = FakeItem.image(file)
    tried.offers = [Offer(type: "public.heic", kind: .other), Offer(type: "public.jpeg", kind: .image)]
    let taken = try await take([tried])
    XCTAssertEqual(taken.photos.count, 1)
  }
}
