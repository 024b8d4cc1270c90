import CurtainCore
import Foundation
import XCTest

@testable import CurtainKit

final class PresenterTests: XCTestCase {
  private func finding(_ severity: Severity, _ span: TextSpan?, edits: [Edit] = []) -> Finding {
    Finding(
      rule: "identifier.bed", category: "identifier", severity: severity, confidence: 0.9, span: span, region: nil,
      metadata: [], message: "This points to a bed.", authority: ["GMC"], edits: edits)
  }

  private func photo(
    metadata: [MetadataItem] = [], findings: [Finding] = [], unchecked: [Unchecked] = []
  ) -> PhotoReport {
    PhotoReport(
      path: "/tmp/photo-1", format: .jpeg, width: 1, height: 1, orientation: 1, findings: findings, metadata: metadata,
      regions: [], unchecked: unchecked)
  }

  private func show(
    _ verdict: Verdict, caption: String? = nil, findings: [Finding] = [], mosaic: Mosaic? = nil,
    photos: [PhotoReport] = [], taken: Taken = Taken(), language: ScreenLanguage = .en
  ) -> Findings {
    let report = caption.map { _ in
      CaptionReport(language: .en, findings: findings, mosaic: mosaic, suggestion: nil)
    }
    let snapshot = ReviewSnapshot(
      caption: caption, report: Report(verdict: verdict, caption: report, photos: photos), canUndo: false)
    return Presenter(words: Words(language), taken: taken).findings(snapshot, revision: 3)
  }

  func testHighlightsCountLikeUIKitAndTheWorstIsOnTop() throws {
    let caption = "👩🏽‍⚕️ bed 12, bed 12"
    let text = caption as NSString
    let bed = text.range(of: "bed 12")
    let span = TextSpan(start: UInt32(bed.location), end: UInt32(bed.location + bed.length), text: "bed 12")
    let gone = TextSpan(start: 0, end: 3, text: "abc")
    let shown = show(
      .block, caption: caption,
      findings: [finding(.block, span), finding(.advise, span), finding(.warn, gone), finding(.warn, nil)])
    let card = try XCTUnwrap(shown.caption)
    XCTAssertEqual(card.highlights.map(\.severity), [.advise, .block])
    XCTAssertEqual(card.highlights.map(\.row), [1, 0])
    XCTAssertEqual(card.highlights.map { text.substring(with: $0.range) }, ["bed 12", "bed 12"])
    XCTAssertEqual(card.rows.count, 4, "a finding that cannot be marked stays in the list")
    XCTAssertEqual(card.rows.last?.place, "The whole caption")
  }

  func testARowSaysEverythingInWords() throws {
    let span = TextSpan(start: 0, end: 5, text: "bed 1")
    let edit = Edit(label: "Say “on the ward”", span: span, replacement: "on the ward")
    let shown = show(.block, caption: "bed 1", findings: [finding(.block, span, edits: [edit])])
    let row = try XCTUnwrap(shown.caption?.rows.first)
    XCTAssertEqual(row.spoken, "Do not share\nThis points to a bed.\nIn the caption: “bed 1”")
    XCTAssertEqual(row.authority, ["GMC"])
    XCTAssertEqual(
      row.choices,
      [EditChoice(label: "Say “on the ward”", replacement: "on the ward", finding: 0, edit: 0, revision: 3)])
  }

  func testBoxesAreWordedAndPlaced() throws {
    let face = Region(kind: .face, x: 0, y: 50, width: 20, height: 10, confidence: 0.9, source: .core)
    let drawn = Region(kind: .other, x: 150, y: 0, width: 50, height: 10, confidence: 1, source: .user)
    let report = PhotoReport(
      path: "/tmp/photo-1", format: .jpeg, width: 200, height: 100, orientation: 6, findings: [], metadata: [],
      regions: [face], unchecked: [])
    let snapshot = ReviewSnapshot(
      caption: nil, report: Report(verdict: .clear, caption: nil, photos: [report]), canUndo: false,
      regions: [
        PhotoRegions(
          photo: 0,
          regions: [
            CoverRegion(id: 0, region: face, covered: false), CoverRegion(id: 65536, region: drawn, covered: true),
          ])
      ])
    let card = try XCTUnwrap(
      Presenter(words: Words(.en), taken: Taken()).findings(snapshot, revision: 1).photos.first)
    XCTAssertEqual(card.boxes.map(\.label), ["1 · Face, left", "2 · Your box, top right"])
    XCTAssertEqual(card.boxes.map(\.covered), [false, true])
    XCTAssertEqual(card.boxes.map(\.drawn), [false, true])
    XCTAssertEqual(card.boxes[0].place, CGRect(x: 0, y: 0.5, width: 0.1, height: 0.1))
    XCTAssertEqual(card.uncovered.count, 1)
    XCTAssertTrue(card.canCover)
  }

  func testVerdictsAreWorded() {
    XCTAssertEqual(show(.clear).verdict.headline, "Nothing spotted. You still know things we cannot see.")
    XCTAssertEqual(show(.block).verdict.headline, "Do not share this as it is")
    XCTAssertEqual(show(.clear, language: .zhHans).verdict.count, "未发现问题。")
  }

  func testAReasonIsAskedForWhatStaysAfterCleaning() {
    let region = Region(kind: .face, x: 0, y: 0, width: 1, height: 1, confidence: 1, source: .core)
    let hidden = MetadataItem(group: "gps", tag: "GPSLatitude", kind: .location, value: "51.5")
    func onPhoto(_ severity: Severity, region: Region? = nil, metadata: [MetadataItem] = []) -> PhotoReport {
      photo(findings: [
        Finding(
          rule: "image.x", category: "image", severity: severity, confidence: 1, span: nil, region: region,
          metadata: metadata, message: "m", authority: [], edits: [])
      ])
    }
    XCTAssertTrue(show(.block, caption: "x", findings: [finding(.block, nil)]).verdict.needsReason)
    XCTAssertFalse(show(.warn, caption: "x", findings: [finding(.warn, nil)]).verdict.needsReason)
    XCTAssertFalse(
      show(.block, photos: [onPhoto(.block, metadata: [hidden])]).verdict.needsReason, "cleaning removes it")
    XCTAssertTrue(show(.block, photos: [onPhoto(.block, region: region)]).verdict.needsReason)
    XCTAssertTrue(show(.block, photos: [onPhoto(.block)]).verdict.needsReason)
  }

  func testAnItemThatDidNotComeIsNeverNothingSpotted() {
    let taken = Taken(caption: "hi", unreadable: [UnreadableItem(index: 1, reason: .kind)])
    for verdict in [Verdict.clear, .advise] {
      let shown = show(verdict, caption: "hi", taken: taken)
      XCTAssertEqual(shown.verdict.verdict, .unchecked)
      XCTAssertEqual(shown.notChecked, ["Not checked: item 2 (Curtain checks only pictures and text)"])
    }
    XCTAssertEqual(show(.block, caption: "hi", taken: taken).verdict.verdict, .block)
  }

  func testMetadataIsGroupedInPlainWordsAndFixedOrder() {
    let kinds: [MetadataKind] = [.other, .hiddenImage, .software, .person, .device, .time, .location, .location]
    let items = kinds.enumerated().map { index, kind in
      MetadataItem(group: "exif", tag: "Tag\(index)", kind: kind, value: index == 1 ? "" : "v")
    }
    let groups = show(.warn, photos: [photo(metadata: items)]).photos[0].groups
    XCTAssertEqual(
      groups.map(\.title), ["Place", "Time", "Device", "Person", "Software", "Hidden pictures", "Other"])
    XCTAssertEqual(groups.map(\.kind), MetadataGroup.Kind.allCases)
    XCTAssertEqual(groups[0].items, ["Tag6: v", "Tag7: v"])
    XCTAssertEqual(groups[5].items, ["Tag1"])
    XCTAssertEqual(groups[0].meaning, "Where it was taken")
  }

  func testWhatWasNotLookedAtIsListedOnceForEachReason() {
    let parts = ["faces", "screens", "text"].map { Unchecked(what: $0, why: "no-detector") }
    let broken = [Unchecked(what: "photo", why: "malformed")]
    let shown = show(.unchecked, photos: [photo(unchecked: parts), photo(unchecked: broken)])
    XCTAssertEqual(
      shown.notChecked,
      [
        "Not checked: faces, screens, text in the picture in photo 1 (Curtain cannot look for this yet)",
        "Not checked: everything in photo 2 (the file is damaged or incomplete)",
      ])
    XCTAssertEqual(shown.photos[0].nothingHidden, "No hidden details found in this file.")
    XCTAssertNil(shown.photos[1].nothingHidden, "not said of a file that could not be read")
    XCTAssertEqual(shown.photos.map(\.title), ["Photo 1 of 2", "Photo 2 of 2"])
  }

  func testTheCrowdIsSaidInWords() {
    let bands = ["1", "2-10", "hundreds", "thousands"]
    let said = bands.map { band in
      show(.warn, caption: "x", mosaic: Mosaic(kPublic: 1, kUnit: nil, band: band, factors: [])).caption?.crowd
    }
    XCTAssertEqual(
      said,
      [
        "These details may fit one person only.",
        "These details may fit about 2-10 people.",
        "These details may fit hundreds of people.",
        "These details may fit thousands of people.",
      ])
  }
}
