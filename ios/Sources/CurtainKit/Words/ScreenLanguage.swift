import CurtainCore

/// The language of the screen and of the core's messages.
public enum ScreenLanguage: String, CaseIterable, Sendable {
  case en
  case zhHant = "zh-Hant"
  case zhHans = "zh-Hans"

  /// The first of the user's languages that we speak, else English.
  public init(preferred: [String]) {
    self = preferred.lazy.compactMap(Self.init(tag:)).first ?? .en
  }

  /// A language tag such as `zh-Hant-HK`, `zh_CN` or `en-GB`.
  private init?(tag: String) {
    let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }
    let traditional: Set<Substring> = ["hant", "tw", "hk", "mo"]
    switch parts.first {
    case "en": self = .en
    case "zh" where parts.contains("hans"), "yue" where parts.contains("hans"): self = .zhHans
    case "yue": self = .zhHant
    case "zh": self = parts.contains(where: traditional.contains) ? .zhHant : .zhHans
    default: return nil
    }
  }

  var core: CurtainCore.Locale {
    switch self {
    case .en: .en
    case .zhHant: .zhHant
    case .zhHans: .zhHans
    }
  }
}
