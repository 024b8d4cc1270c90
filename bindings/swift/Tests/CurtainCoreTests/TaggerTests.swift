import CurtainCore
import XCTest

/// A tagger of names as a shell would write it.
private final class Tagger: EntityTagger {
  private let answer: @Sendable (String) throws -> [Entity]

  init(_ answer: @escaping @Sendable (String) throws -> [Entity]) { self.answer = answer }

  func tag(text: String) throws -> [Entity] { try answer(text) }
}

final class TaggerTests: XCTestCase {
  private let caption = "👶 Xiomara pulled her cannula out in bay 4, the patient from hell"

  private func report(_ answer: @escaping @Sendable (String) throws -> [Entity]) throws -> CaptionReport {
    let checker = try Checker.open(config: CheckerConfig(jurisdiction: nil, locale: .en))
    let review = try checker.withTagger(tagger: Tagger(answer)).startReview()
    try review.setCaption(caption: caption)
    return try XCTUnwrap(try review.inspect().report.caption)
  }

  func testTheShellsTaggerAddsNames() throws {
    let named = try report { _ in
      [Entity(kind: .person, start: 3, end: 10), Entity(kind: .person, start: 1, end: 900)]
    }
    let names = named.findings.filter { $0.rule == "identifier.patient-name-en" }.compactMap(\.span?.text)
    XCTAssertTrue(names.contains("Xiomara"), "\(names)")
    XCTAssertTrue(named.unchecked.isEmpty)
  }

  func testATaggerThatFailsCostsItsNamesOnly() throws {
    let failed = try report { _ in throw CheckError.Internal(code: "no-model") }
    XCTAssertEqual(failed.unchecked.map(\.what), ["names"])
    XCTAssertFalse(failed.findings.isEmpty)
  }
}
