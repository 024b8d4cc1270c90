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

  func pixels(of picture: URL, longestSide: Int) throws -> PicturePixels {
    guard let image = Pictures.upright(picture, longestSide: longestSide),
      let space = CGColorSpace(name: CGColorSpace.sRGB)
    else { throw CocoaError(.fileReadCorruptFile) }
    let stride = image.width * 4
    var rgba = Data(count: stride * image.height)
    try rgba.withUnsafeMutableBytes { bytes in
      let layout = CGImageAlphaInfo.premultipliedLast.rawValue
      guard
        let context = CGContext(
          data: bytes.baseAddress, width: image.width, height: image.height, bitsPerComponent: 8, bytesPerRow: stride,
          space: space, bitmapInfo: layout)
      else { throw CocoaError(.fileReadUnknown) }
      context.draw(image, in: CGRect(x: 0, y: 0, width: image.width, height: image.height))
    }
    return PicturePixels(
      rgba: rgba, width: UInt32(image.width), height: UInt32(image.height), stride: UInt32(stride))
  }
}
