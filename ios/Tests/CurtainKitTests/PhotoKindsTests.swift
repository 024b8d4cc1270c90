import Foundation
import XCTest

@testable import CurtainKit

final class PhotoKindsTests: XCTestCase {
  private var base = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(UUID().uuidString)

  override func setUpWithError() throws {
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
  }

  override func tearDownWithError() throws {
    try FileManager.default.removeItem(at: base)
  }

  func testASwitchIsRememberedAndSaidOfThePhotosOfTheNextShare() async throws {
    let kinds = PhotoKinds(memory: base, language: .en)
    let rows = try await kinds.rows()
    XCTAssertEqual(
      rows.map(\.title), ["Faces", "Lit screens", "Whiteboards", "Papers", "Bar codes and QR codes"])
    XCTAssertTrue(rows.allSatisfy(\.isOn))
    let changed = try await kinds.set(XCTUnwrap(rows.first), false)
    XCTAssertEqual(changed.map(\.isOn), [false, true, true, true, true])

    let again = PhotoKinds(memory: base, language: .zhHant)
    let remembered = try await again.rows()
    XCTAssertEqual(remembered.map(\.isOn), changed.map(\.isOn))
    XCTAssertEqual(remembered.first?.title, "面孔")

    let said = try await notChecked()
    XCTAssertTrue(said.contains("Not checked: faces in photo 1 (you switched this off)"), "\(said)")
    _ = try await again.set(XCTUnwrap(remembered.first), true)
    let later = try await notChecked()
    XCTAssertFalse(later.contains { $0.contains("faces") }, "\(later)")
  }

  func testWithoutAPlaceToWriteTheSwitchIsRefused() async throws {
    let kinds = PhotoKinds(memory: base.appendingPathComponent("nowhere"), language: .en)
    let before = try await kinds.rows()
    let row = try XCTUnwrap(before.first)
    do {
      _ = try await kinds.set(row, false)
      XCTFail("kept")
    } catch {
      let rows = try await kinds.rows()
      XCTAssertTrue(rows.allSatisfy(\.isOn))
    }
  }

  private func notChecked() async throws -> [String] {
    let model = ReviewModel(base: base.appendingPathComponent("reviews"), language: .en, memory: base)
    await model.load([FakeItem.image(try Places.fixture("clean.jpg"))], caption: nil)
    guard case .findings(let findings) = await model.state else { throw FakeItem.Refused() }
    return findings.notChecked
  }
}
