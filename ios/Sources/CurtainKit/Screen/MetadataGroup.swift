import CurtainCore

/// Hidden data of one kind, in plain words.
public struct MetadataGroup: Sendable, Equatable {
  public enum Kind: CaseIterable, Sendable {
    case place, time, device, person, software, hiddenPictures, other
  }

  public let kind: Kind
  public let title: String
  /// What it tells a stranger.
  public let meaning: String
  /// `tag: value`, as the file has it.
  public let items: [String]

  /// The kinds that are there, always in the same order.
  static func groups(of metadata: [MetadataItem], words: Words) -> [MetadataGroup] {
    let byKind = Dictionary(grouping: metadata) { Kind($0.kind) }
    return Kind.allCases.compactMap { kind in
      byKind[kind].map { items in
        MetadataGroup(
          kind: kind, title: words(kind.title), meaning: words(kind.meaning),
          items: items.map { $0.value.isEmpty ? $0.tag : "\($0.tag): \($0.value)" })
      }
    }
  }
}

extension MetadataGroup.Kind {
  init(_ kind: MetadataKind) {
    switch kind {
    case .location: self = .place
    case .time: self = .time
    case .device: self = .device
    case .person: self = .person
    case .software: self = .software
    case .hiddenImage: self = .hiddenPictures
    case .other: self = .other
    }
  }

  var title: Phrase {
    switch self {
    case .place: .groupPlace
    case .time: .groupTime
    case .device: .groupDevice
    case .person: .groupPerson
    case .software: .groupSoftware
    case .hiddenPictures: .groupHiddenPictures
    case .other: .groupOther
    }
  }

  var meaning: Phrase {
    switch self {
    case .place: .meansPlace
    case .time: .meansTime
    case .device: .meansDevice
    case .person: .meansPerson
    case .software: .meansSoftware
    case .hiddenPictures: .meansHiddenPictures
    case .other: .meansOther
    }
  }
}
