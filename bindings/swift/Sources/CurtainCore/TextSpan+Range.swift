extension TextSpan {
  /// Where the span stands in `caption`; nil when it does not stand there, or cuts a character in two.
  public func range(in caption: String) -> Range<String.Index>? {
    let units = caption.utf16
    guard start <= end,
      let from = units.index(units.startIndex, offsetBy: Int(start), limitedBy: units.endIndex),
      let to = units.index(units.startIndex, offsetBy: Int(end), limitedBy: units.endIndex),
      from.samePosition(in: caption.unicodeScalars) != nil,
      to.samePosition(in: caption.unicodeScalars) != nil,
      caption[from..<to] == text
    else { return nil }
    return from..<to
  }
}
