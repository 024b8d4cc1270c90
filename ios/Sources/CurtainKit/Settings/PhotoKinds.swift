import CurtainCore
import Foundation

/// What photos are checked for: switches that the core remembers in a folder, for the reviews that begin afterwards.
public actor PhotoKinds {
  /// One switch, as the screen shows it.
  public struct Row: Identifiable, Equatable, Sendable {
    public let id: String
    public let title: String
    public let isOn: Bool
    let kind: RegionKind
  }

  private let memory: URL
  private let words: Words
  private var checker: Checker?

  /// `memory` is the folder that reviews are given too.
  public init(memory: URL, language: ScreenLanguage) {
    self.memory = memory
    words = Words(language)
  }

  /// Everything that photos can be checked for here, in the order to show it.
  public func rows() throws -> [Row] {
    try opened().photoKinds().map { row in
      Row(id: "\(row.kind)", title: words(row.kind.many), isOn: row.on, kind: row.kind)
    }
  }

  /// Switches one kind, and answers all of them as they are now remembered.
  public func set(_ row: Row, _ on: Bool) throws -> [Row] {
    try opened().setPhotoKind(kind: row.kind, on: on)
    return try rows()
  }

  /// Opened when it is first needed: reading the rules takes a moment.
  private func opened() throws -> Checker {
    if let checker { return checker }
    let config = CheckerConfig(jurisdiction: nil, locale: words.language.core, memory: memory.path)
    let opened = try Checker.open(config: config)
    checker = opened
    return opened
  }
}

extension RegionKind {
  /// The kind as something to look for.
  fileprivate var many: Phrase {
    switch self {
    case .face: .kindFaces
    case .screen: .kindScreens
    case .whiteboard: .kindBoards
    case .document: .kindPapers
    case .badge: .kindBadges
    case .wristband: .kindWristbands
    case .barcode: .kindCodes
    case .text: .kindText
    case .other: .regionOther
    }
  }
}
