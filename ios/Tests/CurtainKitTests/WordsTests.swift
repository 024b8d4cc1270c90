import Foundation
import XCTest

@testable import CurtainKit

final class WordsTests: XCTestCase {
  func testEveryPhraseIsSaidInEveryLanguageWithTheSameSlots() throws {
    let slot = try NSRegularExpression(pattern: #"\{\d\}"#)
    func slots(_ text: String) -> [String] {
      slot.matches(in: text, range: NSRange(text.startIndex..., in: text))
        .compactMap { Range($0.range, in: text).map { String(text[$0]) } }
        .sorted()
    }
    for phrase in Phrase.allCases {
      let english = phrase.forms[.en]
      for language in ScreenLanguage.allCases {
        let said = phrase.forms[language]
        XCTAssertFalse(said.isEmpty, "\(phrase) \(language)")
        XCTAssertEqual(slots(said), slots(english), "\(phrase) \(language)")
      }
      XCTAssertTrue(english.allSatisfy { !$0.isIdeograph }, "\(phrase)")
      XCTAssertTrue(phrase.forms.zhHant.contains(where: \.isIdeograph), "\(phrase)")
      XCTAssertTrue(phrase.forms.zhHans.contains(where: \.isIdeograph), "\(phrase)")
    }
  }

  func testNothingIsEverCalledSafe() {
    for phrase in Phrase.allCases {
      XCTAssertFalse(phrase.forms.en.lowercased().contains("safe"), "\(phrase)")
      for text in [phrase.forms.zhHant, phrase.forms.zhHans] { XCTAssertFalse(text.contains("安全"), "\(phrase)") }
    }
    XCTAssertEqual(Words(.en)(.verdictClear), "Nothing spotted. You still know things we cannot see.")
  }

  func testSimplifiedHasNoTraditionalCharacters() {
    // Characters of the phrases that differ between the two.
    let traditional = Set("這個發現問題檢無沒請張檔隱資關於會裝軟體認隻機備註應圖內們儲記間點讀寫壞開經傳")
    for phrase in Phrase.allCases {
      XCTAssertEqual(phrase.forms.zhHans.filter(traditional.contains), "", "\(phrase)")
    }
  }

  func testWhatIsPutInIsNotSearchedAgain() {
    XCTAssertEqual(Words(.en)(.whereInCaption, "{0} {1}"), "In the caption: “{0} {1}”")
    XCTAssertEqual(Words(.zhHant)(.notCheckedInPhoto, "2", "{2}", "x"), "未檢查：相片 2 的{2}（x）")
    XCTAssertEqual(Words(.en)(.whereInPhoto), "In photo {0}")
  }

  func testCountsHaveTheirOwnWording() {
    let words = Words(.en)
    let said = [0, 1, 5].map { words.counted($0, none: .spottedNone, one: .spottedOne, many: .spottedMany) }
    XCTAssertEqual(said, ["Nothing spotted.", "1 thing spotted.", "5 things spotted."])
  }

  func testTheLanguageIsTheFirstOneWeSpeak() {
    let expected: [([String], ScreenLanguage)] = [
      (["en-GB"], .en),
      (["zh-Hant-HK", "en"], .zhHant),
      (["zh-HK"], .zhHant),
      (["zh_TW"], .zhHant),
      (["zh-Hans-HK"], .zhHans),
      (["zh-CN"], .zhHans),
      (["zh"], .zhHans),
      (["yue-Hant-HK"], .zhHant),
      (["fr-FR", "zh-Hant"], .zhHant),
      (["fr-FR"], .en),
      ([], .en),
    ]
    for (preferred, language) in expected {
      XCTAssertEqual(ScreenLanguage(preferred: preferred), language, "\(preferred)")
    }
  }

  func testEveryCodeOfTheCoreHasWords() {
    let codes = [
      "no-detector", "unsupported-format", "malformed", "limit-exceeded", "io", "verification-failed", "internal",
      "invalid-state", "rule-pack-invalid", "policy-invalid", "switched-off",
    ]
    for language in ScreenLanguage.allCases {
      let words = Words(language)
      for code in codes { XCTAssertNotEqual(words.why(code), code) }
      for part in ["codes", "screen", "whiteboard", "document", "badges", "wristbands"] where language != .en {
        XCTAssertNotEqual(words.what(part), part)
      }
      XCTAssertEqual(words.why("new-code"), "new-code", "shown rather than hidden")
    }
  }
}

extension Character {
  fileprivate var isIdeograph: Bool { unicodeScalars.contains { $0.properties.isIdeographic } }
}
