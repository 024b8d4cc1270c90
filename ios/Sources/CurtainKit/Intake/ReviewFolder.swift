import Foundation

/// The private folder of one review: copies of what came, and the cleaned files. Names in it say nothing.
public struct ReviewFolder: Sendable, Equatable {
  static let prefix = "review-"

  public let url: URL

  /// Makes a new one in `base`.
  public static func make(in base: URL) throws -> ReviewFolder {
    let folder = ReviewFolder(url: base.appendingPathComponent(prefix + UUID().uuidString, isDirectory: true))
    for place in [folder.url, folder.came, folder.clean] {
      try FileManager.default.createDirectory(
        at: place, withIntermediateDirectories: true, attributes: folder.attributes)
    }
    #if canImport(Darwin)
      var url = folder.url
      var values = URLResourceValues()
      values.isExcludedFromBackup = true
      try url.setResourceValues(values)
    #endif
    return folder
  }

  /// Where the cleaned files go.
  public var clean: URL { url.appendingPathComponent("clean", isDirectory: true) }

  /// Whether `file` is one of the cleaned files.
  func holdsClean(_ file: URL) -> Bool {
    file.standardizedFileURL.deletingLastPathComponent().path == clean.standardizedFileURL.path
  }

  private var came: URL { url.appendingPathComponent("in", isDirectory: true) }

  /// The place of a photo that came, counted from 1. It has no extension: the core goes by the bytes.
  func photo(_ number: Int) -> URL { came.appendingPathComponent("photo-\(number)") }

  /// The place of a photo that came, saved again as JPEG.
  func savedAgain(_ number: Int) -> URL { came.appendingPathComponent("photo-\(number)-again") }

  /// Empties the place for cleaned files.
  func forgetClean() throws {
    try? FileManager.default.removeItem(at: clean)
    try FileManager.default.createDirectory(at: clean, withIntermediateDirectories: true, attributes: attributes)
  }

  /// Marks the review as in use, so that a sweep leaves it alone.
  func touch(_ now: Date = Date()) {
    try? FileManager.default.setAttributes([.modificationDate: now], ofItemAtPath: url.path)
  }

  /// Deletes everything in it.
  public func delete() {
    try? FileManager.default.removeItem(at: url)
  }

  /// Deletes the reviews in `base` that nobody touched for `age` seconds, left over when a process was ended. Answers
  /// how many went.
  @discardableResult
  public static func sweep(_ base: URL, olderThan age: TimeInterval = 600, now: Date = Date()) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: base.path)) ?? []
    return names.filter { $0.hasPrefix(prefix) }.reduce(into: 0) { gone, name in
      let url = base.appendingPathComponent(name, isDirectory: true)
      let touched = try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
      // A date far in the future means that the clock was set back: old as well.
      guard abs(now.timeIntervalSince(touched ?? .distantPast)) > age else { return }
      if (try? FileManager.default.removeItem(at: url)) != nil { gone += 1 }
    }
  }

  private var attributes: [FileAttributeKey: Any] {
    #if os(iOS)
      [.posixPermissions: 0o700, .protectionKey: FileProtectionType.complete]
    #else
      [.posixPermissions: 0o700]
    #endif
  }
}
