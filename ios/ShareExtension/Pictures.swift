import CurtainKit
import ImageIO
import UIKit
import UniformTypeIdentifiers

/// Small and upright pictures from a file, without ever holding the whole photo in memory.
enum Pictures {
  static func upright(_ file: URL, longestSide: Int) -> CGImage? {
    let lean = [kCGImageSourceShouldCache: false] as CFDictionary
    let options =
      [
        kCGImageSourceCreateThumbnailFromImageAlways: true,
        kCGImageSourceCreateThumbnailWithTransform: true,
        kCGImageSourceThumbnailMaxPixelSize: longestSide,
        kCGImageSourceShouldCacheImmediately: true,
      ] as CFDictionary
    guard let source = CGImageSourceCreateWithURL(file as CFURL, lean) else { return nil }
    return CGImageSourceCreateThumbnailAtIndex(source, 0, options)
  }

  static func preview(_ file: URL) async -> UIImage? {
    await Task.detached(priority: .utility) { upright(file, longestSide: 800).map { UIImage(cgImage: $0) } }.value
  }
}

/// Saves the pixels of a photo as JPEG. Its longest side is kept to what the extension's memory can hold.
struct JPEGSaver: PictureSaver {
  private let longestSide = 3072

  func saveAsJPEG(_ picture: URL, to place: URL) throws {
    let type = UTType.jpeg.identifier as CFString
    guard let image = Pictures.upright(picture, longestSide: longestSide),
      let destination = CGImageDestinationCreateWithURL(place as CFURL, type, 1, nil)
    else { throw CocoaError(.fileReadCorruptFile) }
    let options = [kCGImageDestinationLossyCompressionQuality: 0.92] as CFDictionary
    CGImageDestinationAddImage(destination, image, options)
    guard CGImageDestinationFinalize(destination) else { throw CocoaError(.fileWriteUnknown) }
  }
}
