import CurtainCore
import Foundation
import XCTest

@testable import CurtainKit

/// The whole way of a share, on the real core.
final class ReviewModelTests: FolderTestCase {
  private let caption = "👶 So proud of Mrs Okafor in bed 12, NHS 943 476 5919"

  private func model(_ language: ScreenLanguage = .en) -> ReviewModel {
    ReviewModel(base: base, language: language)
  }

  private func findings(_ model: ReviewModel, line: UInt = #line) async throws -> Findings {
    guard case .findings(let findings) = await model.state else {
      throw Unexpected(state: await model.state, line: line)
    }
    return findings
  }

  private func sendList(_ model: ReviewModel, line: UInt = #line) async throws -> SendList {
    guard case .cleaned(let list) = await model.state else {
      throw Unexpected(state: await model.state, line: line)
    }
    return list
  }

  func testACaptionIsFixedAndTakenBack() async throws {
    let model = model()
    await model.load([FakeItem.text(caption)], caption: nil)
    let first = try await findings(model)
    let card = try XCTUnwrap(first.caption)
    XCTAssertEqual(first.verdict.verdict, .block)
    XCTAssertTrue(first.verdict.needsReason)
    XCTAssertFalse(first.canUndo)
    XCTAssertFalse(card.highlights.isEmpty)
    for highlight in card.highlights {
      XCTAssertTrue(card.rows[highlight.row].place.contains((caption as NSString).substring(with: highlight.range)))
    }

    let choice = try XCTUnwrap(card.rows.flatMap(\.choices).first)
    await model.take(choice)
    let second = try await findings(model)
    XCTAssertNotEqual(second.caption?.text, caption)
    XCTAssertTrue(second.canUndo)

    await model.take(choice)
    let third = try await findings(model)
    XCTAssertEqual(third, second, "an edit offered before the last change does nothing")

    await model.undo()
    let back = try await findings(model)
    XCTAssertEqual(back.caption?.text, caption)

    let suggestion = try XCTUnwrap(back.caption?.suggestion)
    await model.takeSuggestion("not what is offered")
    let same = try await findings(model)
    XCTAssertEqual(same, back)
    await model.takeSuggestion(suggestion)
    let suggested = try await findings(model)
    XCTAssertEqual(suggested.caption?.text, suggestion)
    XCTAssertFalse(suggestion.contains("943 476 5919"))
  }

  func testABoxIsDrawnCoveredAndTakenAway() async throws {
    let source = try Places.fixture("gps-owner.jpg")
    let model = model()
    // The detectors may see something in the picture as well.
    func drawn(_ findings: Findings) -> [CoverBox]? { findings.photos.first?.boxes.filter(\.drawn) }
    await model.load([FakeItem.image(source)], caption: nil)
    await model.cover(CGRect(x: 2, y: 2, width: 1, height: 1), ofPhoto: 0)
    await model.cover(CGRect(x: 0, y: 0, width: 1, height: 1), ofPhoto: 7)
    let none = try await findings(model)
    XCTAssertEqual(drawn(none), [], "a box beside the picture, or on no photo, is none")

    await model.cover(CGRect(x: 0.5, y: 0.75, width: -0.25, height: 0.5), ofPhoto: 0)
    let one = try await findings(model)
    let box = try XCTUnwrap(drawn(one)?.first)
    XCTAssertTrue(box.covered && one.canUndo)
    XCTAssertEqual(box.place.maxY, 1, accuracy: 0.001)
    await model.setCovered([box], false)
    let open = try await findings(model)
    XCTAssertEqual(drawn(open)?.map(\.covered), [false])
    await model.setCovered([box], true)
    let same = try await findings(model)
    XCTAssertEqual(same, open, "a box from before the last change does nothing")
    await model.undo()

    await model.apply()
    let list = try await sendList(model)
    XCTAssertEqual(list.photos.count, 1)
    await model.reconsider()
    let again = try await findings(model)
    await model.remove(try XCTUnwrap(drawn(again)?.first))
    let gone = try await findings(model)
    XCTAssertEqual(drawn(gone), [])
  }

  func testWhatReadsLikeAStoryIsCalledNotRelevantAndStaysSo() async throws {
    let text = "Stairs today, all fourteen. Up with the good, down with the bad. He cried at the top and so did I."
    func opened() -> ReviewModel { ReviewModel(base: base, language: .en, memory: base) }
    let first = opened()
    await first.load([FakeItem.text(text)], caption: nil)
    var shown = try await findings(first)
    XCTAssertTrue(shown.caption?.rows.contains { $0.muting != nil } ?? false)
    while let muting = shown.caption?.rows.compactMap(\.muting).first {
      await first.mute(muting)
      shown = try await findings(first)
    }
    let second = opened()
    await second.load([FakeItem.text(text)], caption: nil)
    let later = try await findings(second)
    XCTAssertFalse(later.caption?.rows.contains { $0.muting != nil } ?? true)
  }

  func testABlockTakesAReason() async throws {
    let model = model()
    await model.load([FakeItem.text(caption)], caption: nil)
    for reason in [nil, "", " \n"] {
      await model.apply(reason: reason)
      _ = try await findings(model)
    }
    await model.apply(reason: "The family asked me to")
    let list = try await sendList(model)
    XCTAssertEqual(list.caption, caption)
  }

  func testMessagesComeInTheLanguageOfTheScreen() async throws {
    let model = model(.zhHant)
    await model.load([], caption: caption)
    let shown = try await findings(model)
    let row = try XCTUnwrap(shown.caption?.rows.first)
    XCTAssertTrue(row.message.unicodeScalars.contains { $0.properties.isIdeographic }, row.message)
  }

  func testAWholeShareComesOutProvedClean() async throws {
    let source = try Places.fixture("gps-owner.jpg")
    let before = try Data(contentsOf: source)
    let model = model()
    await model.load([FakeItem.image(source), FakeItem.text("Long night, proud of the team.")], caption: nil)
    let shown = try await findings(model)
    let photo = try XCTUnwrap(shown.photos.first)
    XCTAssertTrue(photo.groups.contains { $0.kind == .place }, "\(photo.groups)")
    XCTAssertTrue(photo.groups.contains { $0.kind == .person }, "\(photo.groups)")

    await model.apply()
    let list = try await sendList(model)
    XCTAssertEqual(list.caption, "Long night, proud of the team.")
    XCTAssertEqual(list.leftOut, [])
    let file = try XCTUnwrap(list.photos.first?.file)
    XCTAssertTrue(file.lastPathComponent.hasPrefix("photo-1"), file.lastPathComponent)

    // Read back by the core, and by eye: not one of the values that were found is in the bytes.
    let review = try Checker.open(config: CheckerConfig(jurisdiction: nil, locale: .en)).startReview()
    _ = try review.addPhoto(path: file.path)
    let again = try XCTUnwrap(review.inspect().report.photos.first)
    XCTAssertEqual(again.metadata.filter { $0.kind != .other }, [])
    XCTAssertEqual(again.findings, [])
    let bytes = try Data(contentsOf: file)
    let owner = try XCTUnwrap(photo.groups.first { $0.kind == .person }?.items.first?.split(separator: ":").last)
    let name = Data(owner.trimmingCharacters(in: .whitespaces).utf8)
    XCTAssertNotNil(before.range(of: name), "the fixture holds the name")
    XCTAssertNil(bytes.range(of: name), "the cleaned file does not")
    XCTAssertEqual(try Data(contentsOf: source), before, "the original is untouched")

    await model.discard()
    XCTAssertEqual(files(in: base), [], "nothing is left")
  }

  func testGoingBackDeletesTheCleanedFiles() async throws {
    let model = model()
    await model.load([FakeItem.image(try Places.fixture("gps-owner.jpg"))], caption: "hello")
    await model.apply()
    let list = try await sendList(model)
    let file = try XCTUnwrap(list.photos.first?.file)
    await model.undo()
    await model.edit("ignored while the cleaned share is shown")
    _ = try await sendList(model)
    await model.reconsider()
    let shown = try await findings(model)
    XCTAssertEqual(shown.caption?.text, "hello")
    XCTAssertFalse(FileManager.default.fileExists(atPath: file.path))
    await model.apply()
    let again = try await sendList(model)
    XCTAssertEqual(again.photos.count, 1)
  }

  func testADamagedPhotoIsLeftOutAndSaid() async throws {
    let damaged = base.appendingPathComponent("damaged.jpg")
    try Data([0xFF, 0xD8, 0xFF, 0xE1, 0x00]).write(to: damaged)
    let good = FakeItem.image(try Places.fixture("gps-owner.jpg"))
    let model = model()
    await model.load([FakeItem.image(damaged), good, FakeItem.movie], caption: "hi")
    let shown = try await findings(model)
    XCTAssertEqual(shown.photos.count, 2)
    XCTAssertFalse([Verdict.clear, .advise].contains(shown.verdict.verdict))
    XCTAssertTrue(shown.notChecked.contains { $0.contains("photo 1") }, "\(shown.notChecked)")
    XCTAssertTrue(shown.notChecked.contains { $0.contains("item 3") }, "\(shown.notChecked)")

    await model.apply()
    let list = try await sendList(model)
    XCTAssertEqual(list.photos.count, 1)
    XCTAssertEqual(list.leftOut.count, 2, "\(list.leftOut)")
    XCTAssertEqual(list.warning, "Not everything can be sent.")
    XCTAssertFalse(list.leftOut.joined().contains(base.path))
  }

  func testAKindThatCannotBeCleanedIsSavedAgainAndThenCleaned() async throws {
    let tiff = base.appendingPathComponent("scan.tiff")
    try Data([0x49, 0x49, 0x2A, 0x00, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00]).write(to: tiff)
    let good = FakeItem.image(try Places.fixture("gps-owner.jpg"))
    let saver = CopyingSaver(jpeg: try Places.fixture("gps-owner.jpg"))
    let model = ReviewModel(base: base, language: .en, saver: saver)
    await model.load([FakeItem.image(tiff), good], caption: nil)
    let shown = try await findings(model)
    XCTAssertTrue(
      shown.notChecked.contains { $0.hasPrefix("Not checked: everything in photo 1") }, "\(shown.notChecked)")
    await model.apply()
    let list = try await sendList(model)
    XCTAssertEqual(list.photos.map(\.title), ["Photo 1 of 2", "Photo 2 of 2"])
    XCTAssertTrue(list.photos[0].summary.hasPrefix("The picture was saved again"), list.photos[0].summary)
    XCTAssertEqual(Set(list.photos.map(\.file)).count, 2)
    let contents = try list.photos.map { try Data(contentsOf: $0.file) }
    XCTAssertEqual(contents[0], contents[1], "the saved picture went through the same cleaning")

    let without = self.model()
    await without.load([FakeItem.image(tiff)], caption: nil)
    await without.apply()
    let left = try await sendList(without)
    XCTAssertEqual(left.leftOut, ["Photo 1 will not be sent: this kind of file cannot be handled yet."])
    XCTAssertTrue(left.isEmpty)
  }

  func testNothingToCheckIsAFailureAndKeepsNothing() async throws {
    let model = model()
    await model.load([], caption: "  ")
    let state = await model.state
    XCTAssertEqual(state, .failed("Nothing arrived that can be checked."))
    await model.apply()
    let after = await model.state
    XCTAssertEqual(after, state, "nothing comes out of a failure")
  }

  func testAFolderThatCannotBeMadeIsSaidWithoutItsPath() async throws {
    let file = try write("x", as: "not-a-folder")
    let model = ReviewModel(base: file, language: .en)
    await model.load([FakeItem.text("hi")], caption: nil)
    let state = await model.state
    XCTAssertEqual(
      state, .failed("Curtain could not check this, and has sent nothing (the file could not be read or written)."))
  }

  func testLeavingWhileItemsArriveLeavesNothing() async throws {
    let file = try write("pixels", as: "a.jpg")
    let model = model()
    let slow = SlowItem(item: FakeItem.image(file)) { await model.discard() }
    await model.load([slow], caption: nil)
    let state = await model.state
    XCTAssertEqual(state, .discarded)
    XCTAssertEqual(files(in: base), [file.path])
  }

  func testTheStatesAreSeenInOrderAndEnd() async throws {
    let model = model()
    let states = await model.states()
    await model.load([FakeItem.text("hello")], caption: nil)
    await model.apply()
    await model.discard()
    var names: [String] = []
    for await state in states { names.append(String(describing: state).components(separatedBy: "(")[0]) }
    XCTAssertEqual(names, ["checking", "findings", "checking", "cleaned", "discarded"])
    let late = await model.states()
    for await state in late { XCTAssertEqual(state, .discarded) }
  }
}

/// Answers the same JPEG for every picture.
private struct CopyingSaver: PictureSaver {
  let jpeg: URL

  func saveAsJPEG(_ picture: URL, to place: URL) throws {
    try FileManager.default.copyItem(at: jpeg, to: place)
  }

  func pixels(of picture: URL, longestSide: Int) throws -> PicturePixels {
    PicturePixels(rgba: Data(repeating: 200, count: 64 * 48 * 4), width: 64, height: 48, stride: 64 * 4)
  }
}

private struct Unexpected: Error {
  let state: ReviewState
  let line: UInt
}

/// An item during whose arrival something else happens.
private struct SlowItem: SharedItem {
  let item: FakeItem
  let meanwhile: @Sendable () async -> Void

  var offers: [Offer] { item.offers }

  func copyFile(_ offer: Offer, to place: URL) async throws {
    await meanwhile()
    try await item.copyFile(offer, to: place)
  }

  func data(_ offer: Offer) async throws -> Data { try await item.data(offer) }

  func text(_ offer: Offer) async throws -> String { try await item.text(offer) }
}
