import Foundation

/// Something that came with the share and could not be taken in. It is told to the user, never left out in silence.
public struct UnreadableItem: Sendable, Equatable {
  public enum Reason: Sendable, Equatable {
    case unreadable
    case kind
  }

  /// Its place in the share, from 0.
  public let index: Int
  public let reason: Reason
}

/// What came with the share, on our side now.
public struct Taken: Sendable, Equatable {
  public var caption: String?
  /// Private copies under neutral names, in the order of the share.
  public var photos: [URL] = []
  public var unreadable: [UnreadableItem] = []
}

/// Takes a share in: every item, text and pictures in every mix, one at a time to keep memory low.
struct Intake {
  let folder: ReviewFolder

  /// `caption` is the text that came beside the items.
  func take(_ items: [any SharedItem], caption: String?) async -> Taken {
    var taken = Taken()
    var texts = [caption].compactMap { $0 }
    for (index, item) in items.enumerated() {
      let photo = await photo(of: item, number: taken.photos.count + 1)
      if let photo { taken.photos.append(photo) }
      let text = await text(of: item, beside: photo)
      if let text { texts.append(text) }
      if photo == nil && text == nil {
        let known = item.offers.contains { $0.kind != .other }
        taken.unreadable.append(UnreadableItem(index: index, reason: known ? .unreadable : .kind))
      } else if photo == nil && item.offers.contains(where: { $0.kind == .image }) {
        // Its text came, but its picture did not.
        taken.unreadable.append(UnreadableItem(index: index, reason: .unreadable))
      }
    }
    taken.caption = Self.joined(texts)
    return taken
  }

  /// The picture of an item, in the first form that can be had: as a file, then from memory.
  private func photo(of item: any SharedItem, number: Int) async -> URL? {
    let place = folder.photo(number)
    for offer in item.offers where offer.kind == .image {
      if (try? await item.copyFile(offer, to: place)) != nil, Self.hasBytes(place) { return place }
      Self.remove(place)
      if let data = try? await item.data(offer), !data.isEmpty, (try? data.write(to: place)) != nil { return place }
      Self.remove(place)
    }
    return nil
  }

  /// The text of an item. A link that only says where the picture came from is not the user's words.
  private func text(of item: any SharedItem, beside photo: URL?) async -> String? {
    for offer in item.offers where offer.kind == .text || (offer.kind == .link && photo == nil) {
      if let text = try? await item.text(offer), !text.isEmpty { return text }
    }
    return nil
  }

  /// One caption out of all texts; the same text is often handed over twice.
  private static func joined(_ texts: [String]) -> String? {
    var seen: [String] = []
    for text in texts {
      let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
      if !trimmed.isEmpty && !seen.contains(trimmed) { seen.append(trimmed) }
    }
    return seen.isEmpty ? nil : seen.joined(separator: "\n")
  }

  private static func hasBytes(_ place: URL) -> Bool {
    let size = try? FileManager.default.attributesOfItem(atPath: place.path)[.size] as? NSNumber
    return (size?.intValue ?? 0) > 0
  }

  private static func remove(_ place: URL) {
    try? FileManager.default.removeItem(at: place)
  }
}
