import CurtainCore
import Foundation

/// Saves a picture again as a JPEG file, for kinds of file that the core cannot clean: only the pixels, upright, and
/// nothing else of the original. On iPhone this is ImageIO.
public protocol PictureSaver: Sendable {
  func saveAsJPEG(_ picture: URL, to place: URL) throws

  /// The upright picture, or a smaller copy of it: for photos whose parts can be covered only by drawing them anew, and
  /// for kinds of file that the core does not decode.
  func pixels(of picture: URL, longestSide: Int) throws -> PicturePixels
}

/// A picture in sRGB: red, green, blue and opacity, a byte each.
public struct PicturePixels: Sendable {
  public let rgba: Data
  public let width: UInt32
  public let height: UInt32
  /// Bytes from one row to the next.
  public let stride: UInt32

  public init(rgba: Data, width: UInt32, height: UInt32, stride: UInt32) {
    self.rgba = rgba
    self.width = width
    self.height = height
    self.stride = stride
  }
}

/// Makes the clean copies of a share.
struct Cleaning {
  struct Cleaned: Sendable {
    /// The photo's place in the share, from 0.
    let index: Int
    let report: CleanReport
    /// The original could not be cleaned, so its picture was saved again and that was cleaned.
    let savedAgain: Bool
  }

  struct Outcome: Sendable {
    var caption: String?
    /// In the order of the share.
    var cleaned: [Cleaned] = []
    var skipped: [SkippedPhoto] = []
  }

  let folder: ReviewFolder
  let saver: (any PictureSaver)?
  /// What the extension's memory can hold, pixels.
  private let longestSide = 3072

  /// Only files that the core wrote into our folder and proved clean count as cleaned.
  func clean(_ review: Review, photos: [URL], with checker: Checker) throws -> Outcome {
    let report = try review.apply(folder: folder.clean.path)
    var outcome = Outcome(caption: report.caption)
    let skipped = Dictionary(report.skipped.map { (Int($0.index), $0) }, uniquingKeysWith: { first, _ in first })
    let written = photos.indices.filter { skipped[$0] == nil }
    guard written.count == report.cleaned.count else { throw CheckError.Internal(code: "photo-count") }
    let reports = Dictionary(uniqueKeysWithValues: zip(written, report.cleaned))

    for (index, photo) in photos.enumerated() {
      if let refused = skipped[index] {
        if let saved = try drawnAnew(photo, refused: refused.code, index: index, review, with: checker) {
          outcome.cleaned.append(Cleaned(index: index, report: saved, savedAgain: true))
        } else {
          outcome.skipped.append(refused)
        }
      } else if let report = reports[index], isProved(report) {
        outcome.cleaned.append(Cleaned(index: index, report: report, savedAgain: false))
      } else {
        outcome.skipped.append(SkippedPhoto(index: UInt32(index), code: "verification-failed", sentence: ""))
      }
    }
    return outcome
  }

  /// `nil` when drawing the picture anew does not help, or cannot be done here.
  private func drawnAnew(
    _ photo: URL, refused code: String, index: Int, _ review: Review, with checker: Checker
  ) throws -> CleanReport? {
    switch code {
    case "unsupported-format": return try saveAgain(photo, index: index, with: checker)
    case "needs-pixels":
      guard let picture = try? saver?.pixels(of: photo, longestSide: longestSide) else { return nil }
      let report = try? review.applyPixels(
        photo: UInt32(index), rgba: picture.rgba, width: picture.width, height: picture.height, stride: picture.stride,
        folder: folder.clean.path)
      return report.flatMap { isProved($0) ? $0 : nil }
    default: return nil
    }
  }

  private func saveAgain(_ photo: URL, index: Int, with checker: Checker) throws -> CleanReport? {
    guard let saver else { return nil }
    let place = folder.savedAgain(index + 1)
    defer { try? FileManager.default.removeItem(at: place) }
    guard (try? saver.saveAsJPEG(photo, to: place)) != nil else { return nil }
    let review = try checker.startReview()
    _ = try review.addPhoto(path: place.path)
    return try review.apply(folder: folder.clean.path).cleaned.first(where: isProved)
  }

  private func isProved(_ report: CleanReport) -> Bool {
    report.verified && folder.holdsClean(URL(fileURLWithPath: report.out))
  }
}
