import Foundation

/// Where reviews keep their private copies: a folder that the app can see too, so that it can tidy up after an
/// extension that was ended. Plain files only; no database lives here.
enum SharedFolder {
  static let group = "group.app.curtain"

  static var reviews: URL {
    let container = FileManager.default.containerURL(forSecurityApplicationGroupIdentifier: group)
    let base = (container ?? FileManager.default.temporaryDirectory)
      .appendingPathComponent("Reviews", isDirectory: true)
    try? FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    return base
  }
}
