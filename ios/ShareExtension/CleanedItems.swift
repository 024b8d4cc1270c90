import CurtainKit
import Foundation

/// The cleaned share as the next share sheet gets it.
enum CleanedItems {
  /// A private type on every item: our own activation rule refuses it, so that we are not offered our own work.
  static let mark = "app.curtain.cleaned"

  static func providers(of list: SendList) -> [NSItemProvider] {
    let photos = list.photos.compactMap { NSItemProvider(contentsOf: $0.file) }
    let caption = list.caption.map { NSItemProvider(object: $0 as NSString) }
    let providers = photos + [caption].compactMap { $0 }
    for provider in providers {
      provider.registerDataRepresentation(forTypeIdentifier: mark, visibility: .all) { done in
        done(Data(), nil)
        return nil
      }
    }
    return providers
  }
}
