import CurtainKit
import UIKit
import UniformTypeIdentifiers

/// An item of the share sheet. `NSItemProvider` may be asked from any thread.
struct ProviderItem: SharedItem, @unchecked Sendable {
  let offers: [Offer]
  private let provider: NSItemProvider

  init(_ provider: NSItemProvider) {
    self.provider = provider
    let types = provider.registeredTypeIdentifiers
    let offers = types.map { Offer(type: $0, kind: Self.kind(of: $0)) }
    // Some apps hand over nothing but the address of a file.
    let bare = !offers.contains { $0.kind == .image || $0.kind == .text }
    self.offers = offers.map { offer in
      bare && offer.type == UTType.fileURL.identifier ? Offer(type: offer.type, kind: .image) : offer
    }
  }

  func copyFile(_ offer: Offer, to place: URL) async throws {
    try await withCheckedThrowingContinuation { (waiting: CheckedContinuation<Void, any Error>) in
      // The file is gone when the callback returns, so it is copied inside.
      _ = provider.loadFileRepresentation(forTypeIdentifier: offer.type) { url, error in
        waiting.resume(
          with: Result {
            guard let url else { throw error ?? CocoaError(.fileReadUnknown) }
            try FileManager.default.copyItem(at: url, to: place)
          })
      }
    }
  }

  func data(_ offer: Offer) async throws -> Data {
    try await load(offer) { item in
      switch item {
      case let data as Data: data
      case let image as UIImage: image.pngData()
      case let url as URL: try Data(contentsOf: url, options: .mappedIfSafe)
      default: nil
      }
    }
  }

  func text(_ offer: Offer) async throws -> String {
    try await load(offer) { item in
      switch item {
      case let text as String: text
      case let text as NSAttributedString: text.string
      case let data as Data: String(data: data, encoding: .utf8)
      case let url as URL where url.isFileURL: try String(contentsOf: url, encoding: .utf8)
      case let url as URL: url.absoluteString
      default: nil
      }
    }
  }

  private func load<Value: Sendable>(
    _ offer: Offer, as value: @escaping @Sendable (Any?) throws -> Value?
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { waiting in
      provider.loadItem(forTypeIdentifier: offer.type, options: nil) { item, error in
        waiting.resume(
          with: Result {
            guard let loaded = try value(item) else { throw error ?? CocoaError(.fileReadUnknown) }
            return loaded
          })
      }
    }
  }

  private static func kind(of identifier: String) -> Offer.Kind {
    guard let type = UTType(identifier) else { return .other }
    if type.conforms(to: .image) { return .image }
    if type.conforms(to: .plainText) { return .text }
    if type.conforms(to: .url) && !type.conforms(to: .fileURL) { return .link }
    return .other
  }
}
