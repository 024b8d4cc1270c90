/// Says things in one language.
public struct Words: Sendable {
  public let language: ScreenLanguage

  public init(_ language: ScreenLanguage) {
    self.language = language
  }

  /// The phrase with `{0}`, `{1}`, … replaced, in one pass: what is put in is never searched again.
  func callAsFunction(_ phrase: Phrase, _ arguments: String...) -> String {
    let parts = phrase.forms[language].split(separator: "{", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(into: String(parts.first ?? "")) { said, part in
      guard let close = part.firstIndex(of: "}"), let slot = Int(part[..<close]), arguments.indices.contains(slot)
      else { return said += "{" + part }
      said += arguments[slot] + part[part.index(after: close)...]
    }
  }

  /// `0` has its own wording, `1` its own, and everything else the third.
  func counted(_ count: Int, none: Phrase, one: Phrase, many: Phrase) -> String {
    switch count {
    case 0: self(none)
    case 1: self(one)
    default: self(many, "\(count)")
    }
  }

  func list(_ items: [String]) -> String {
    items.joined(separator: language == .en ? ", " : "、")
  }

  /// Sentences one after the other.
  func sentences(_ all: [String?]) -> String {
    all.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: language == .en ? " " : "")
  }
}

/// One phrase in every language: leaving one out does not compile.
struct Forms: Sendable {
  let en: String
  let zhHant: String
  let zhHans: String

  init(_ en: String, _ zhHant: String, _ zhHans: String) {
    self.en = en
    self.zhHant = zhHant
    self.zhHans = zhHans
  }

  subscript(language: ScreenLanguage) -> String {
    switch language {
    case .en: en
    case .zhHant: zhHant
    case .zhHans: zhHans
    }
  }
}
