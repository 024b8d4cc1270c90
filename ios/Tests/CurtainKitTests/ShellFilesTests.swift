import Foundation
import XCTest

@testable import CurtainKit

/// The parts of the UIKit layer that can be checked without Xcode: its words, its manifests, its entitlements.
final class ShellFilesTests: XCTestCase {
  private let shells = ["ShareExtension", "App"]

  private func file(_ path: String) -> URL { Places.repository.appendingPathComponent("ios/\(path)") }

  private func plist(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: file(path))
    return try XCTUnwrap(PropertyListSerialization.propertyList(from: data, format: nil) as? [String: Any], path)
  }

  private func sources(_ shell: String) throws -> String {
    try FileManager.default.contentsOfDirectory(at: file(shell), includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }
      .joined(separator: "\n")
  }

  func testEveryKeyIsThereInEveryLanguage() throws {
    for shell in shells {
      for table in ["Localizable", "InfoPlist"] {
        let catalogue = try Catalogue(file("\(shell)/\(table).xcstrings"))
        XCTAssertFalse(catalogue.strings.isEmpty, "\(shell) \(table)")
        for (key, entry) in catalogue.strings {
          XCTAssertEqual(
            Set(entry.localizations.keys), Set(ScreenLanguage.allCases.map(\.rawValue)), "\(shell) \(key)")
          for (language, said) in entry.localizations {
            XCTAssertEqual(said.stringUnit.state, "translated", "\(shell) \(key) \(language)")
            XCTAssertFalse(said.stringUnit.value.isEmpty, "\(shell) \(key) \(language)")
            XCTAssertFalse(said.stringUnit.value.lowercased().contains("safe"), "\(shell) \(key)")
          }
        }
      }
    }
  }

  func testTheScreensUseTheKeysOfTheCatalogueAndNoOthers() throws {
    let key = try NSRegularExpression(
      pattern: #""((?:action|cover|hint|howto|kinds|memory|promise|reason|review|section|send)\.[A-Za-z]+)""#)
    for shell in shells {
      let text = try sources(shell)
      let used = key.matches(in: text, range: NSRange(text.startIndex..., in: text))
        .compactMap { Range($0.range(at: 1), in: text).map { String(text[$0]) } }
      let catalogue = try Catalogue(file("\(shell)/Localizable.xcstrings"))
      XCTAssertEqual(Set(used), Set(catalogue.strings.keys), shell)
    }
  }

  func testTheManifestsSayThatNothingIsCollected() throws {
    for shell in shells {
      let manifest = try plist("\(shell)/PrivacyInfo.xcprivacy")
      XCTAssertEqual(manifest["NSPrivacyTracking"] as? Bool, false)
      XCTAssertEqual((manifest["NSPrivacyTrackingDomains"] as? [Any])?.count, 0)
      XCTAssertEqual((manifest["NSPrivacyCollectedDataTypes"] as? [Any])?.count, 0)
      let kinds = try XCTUnwrap(manifest["NSPrivacyAccessedAPITypes"] as? [[String: Any]])
      XCTAssertEqual(
        kinds.map { $0["NSPrivacyAccessedAPIType"] as? String }, ["NSPrivacyAccessedAPICategoryFileTimestamp"])
      XCTAssertEqual(kinds.map { $0["NSPrivacyAccessedAPITypeReasons"] as? [String] }, [["C617.1", "3B52.1"]])
    }
  }

  func testTheExtensionIsOfferedForPicturesAndTextButNotForItsOwnWork() throws {
    let info = try plist("ShareExtension/Info.plist")
    let wanted = try XCTUnwrap(info["NSExtension"] as? [String: Any])
    XCTAssertEqual(wanted["NSExtensionPointIdentifier"] as? String, "com.apple.share-services")
    XCTAssertEqual(wanted["NSExtensionPrincipalClass"] as? String, "$(PRODUCT_MODULE_NAME).ShareViewController")
    let attributes = wanted["NSExtensionAttributes"] as? [String: Any]
    let rule = try XCTUnwrap(attributes?["NSExtensionActivationRule"] as? String)
    XCTAssertEqual(rule.filter { $0 == "(" }.count, rule.filter { $0 == ")" }.count)
    for part in [#"CONFORMS-TO "public.image""#, #"OR ANY $attachment"#, #"CONFORMS-TO "public.plain-text""#] {
      XCTAssertTrue(rule.contains(part), part)
    }
    XCTAssertTrue(rule.contains(#"CONFORMS-TO "app.curtain.cleaned").@count > 0).@count == 0"#))

    let types = try plist("App/Info.plist")["UTExportedTypeDeclarations"] as? [[String: Any]]
    XCTAssertEqual(types?.compactMap { $0["UTTypeIdentifier"] as? String }, ["app.curtain.cleaned"])
    XCTAssertTrue(try sources("ShareExtension").contains(#"mark = "app.curtain.cleaned""#))
  }

  func testAppAndExtensionShareOneGroupAndNothingElse() throws {
    for entitlements in ["App/Curtain.entitlements", "ShareExtension/CurtainShare.entitlements"] {
      let given = try plist(entitlements)
      XCTAssertEqual(Array(given.keys), ["com.apple.security.application-groups"])
      XCTAssertEqual(given["com.apple.security.application-groups"] as? [String], ["group.app.curtain"])
    }
    XCTAssertTrue(try sources("Shared").contains(#"group = "group.app.curtain""#))
  }

  func testNoUsageDescriptionAndNoNetworkIsAskedFor() throws {
    for shell in shells {
      let info = try plist("\(shell)/Info.plist")
      XCTAssertEqual(info.keys.filter { $0.hasSuffix("UsageDescription") || $0 == "NSAppTransportSecurity" }, [])
      let text = try sources(shell)
      for banned in ["URLSession", "import Network", "UIPasteboard", "print(", "NSLog", "os_log", "Logger("] {
        XCTAssertFalse(text.contains(banned), "\(shell) \(banned)")
      }
    }
  }
}

private struct Catalogue: Decodable {
  struct Entry: Decodable { let localizations: [String: Said] }
  struct Said: Decodable { let stringUnit: Unit }
  struct Unit: Decodable {
    let state: String
    let value: String
  }

  let strings: [String: Entry]

  init(_ url: URL) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }
}
