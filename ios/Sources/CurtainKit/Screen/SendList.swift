import CurtainCore
import Foundation

/// What there is to send on: the caption as it stands now, and files that were proved clean.
public struct SendList: Sendable, Equatable {
  public struct Photo: Sendable, Equatable {
    public let file: URL
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
  /// Only verified files in `folder` are sent; anything else is left out and said.
  init(_ report: ApplyReport, taken: Taken, folder: ReviewFolder, words: Words) {
    let (good, bad) = report.cleaned.split { $0.verified && folder.holdsClean(URL(fileURLWithPath: $0.out)) }
    leftOut =
      report.skipped.map { words(.photoLeftOut, "\($0.index + 1)", words.why($0.code)) }
      + bad.compactMap { photo in
        taken.photos.firstIndex { $0.path == photo.path }.map {
          words(.photoLeftOut, "\($0 + 1)", words.why("verification-failed"))
        }
      }
      + taken.unreadable.map { words(.itemLeftOut, "\($0.index + 1)", words.why($0.reason)) }
    caption = report.caption
    photos = good.map { Photo(file: URL(fileURLWithPath: $0.out), summary: Self.summary($0, words)) }
    warning = leftOut.isEmpty ? nil : words(.incomplete)
  }

  private static func summary(_ report: CleanReport, _ words: Words) -> String {
    words.sentences([
      words.counted(report.removed.count, none: .removedNone, one: .removedOne, many: .removedMany),
      words(report.pixels.phrase),
      words(.proved),
    ])
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

extension Array {
  /// What `belongs`, and the rest.
  fileprivate func split(_ belongs: (Element) -> Bool) -> ([Element], [Element]) {
    (filter(belongs), filter { !belongs($0) })
  }
}
