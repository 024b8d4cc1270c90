import Foundation

/// Where reviews keep their private copies: a folder that the app can see too, so that it can tidy up after an
/// extension that was ended. Plain files only; no database lives here.
enum SharedFolder {
  static let group = "group.app.curtain"

  static var reviews: URL { folder("Reviews") }

  /// What the user called not relevant, as marks that do not tell the wording.
  static var memory: URL { folder("Memory") }

  private static var notRelevant: URL { memory.appendingPathComponent("not-relevant") }

  static var remembersNotRelevant: Bool { FileManager.default.fileExists(atPath: notRelevant.path) }

  static func forgetNotRelevant() { try? FileManager.default.removeItem(at: notRelevant) }

  private static func folder(_ name: String) -> URL {
    let container = FileManager.default.containerURL(forSecurityApplicationGroupIdentifier: group)
    let base = (container ?? FileManager.default.temporaryDirectory).appendingPathComponent(name, isDirectory: true)
    try? FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    return base
  }
}
