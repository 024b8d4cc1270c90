import CurtainCore
import Foundation

/// What there is to send on: the caption as it stands now, and files that were proved clean.
public struct SendList: Sendable, Equatable {
  public struct Photo: Sendable, Equatable {
    public let file: URL
    public let title: String
    /// What was removed, what happened to the picture, and that it was checked.
    public let summary: String
  }

  public let caption: String?
  public let photos: [Photo]
  /// What is not going along, and why, one line each.
  public let leftOut: [String]
  /// Said first when something is left out.
  public let warning: String?

  public var isEmpty: Bool { caption == nil && photos.isEmpty }
}

extension SendList {
  init(_ outcome: Cleaning.Outcome, taken: Taken, words: Words) {
    leftOut =
      outcome.skipped.map { words(.photoLeftOut, "\($0.index + 1)", words.why($0.code)) }
      + taken.unreadable.map { words(.itemLeftOut, "\($0.index + 1)", words.why($0.reason)) }
    caption = outcome.caption
    photos = outcome.cleaned.map { cleaned in
      Photo(
        file: URL(fileURLWithPath: cleaned.report.out),
        title: words(.photoTitle, "\(cleaned.index + 1)", "\(taken.photos.count)"),
        summary: words.sentences(Self.summary(cleaned, words) + [words(.proved)]))
    }
    warning = leftOut.isEmpty ? nil : words(.incomplete)
  }

  /// For a picture that was saved again no count is given: nobody counted what the original held.
  private static func summary(_ cleaned: Cleaning.Cleaned, _ words: Words) -> [String] {
    if cleaned.savedAgain { return [words(.pixelsSavedAgain)] }
    let removed = cleaned.report.removed.count
    return [
      words.counted(removed, none: .removedNone, one: .removedOne, many: .removedMany),
      words(cleaned.report.pixels.phrase),
    ]
  }
}

extension Pixels {
  fileprivate var phrase: Phrase {
    switch self {
    case .identical: .pixelsIdentical
    case .identicalOutsideRegions: .pixelsCovered
    case .reEncoded: .pixelsSavedAgain
    }
  }
}
