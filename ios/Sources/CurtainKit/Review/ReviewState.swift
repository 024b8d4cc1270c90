/// Where a review stands.
public enum ReviewState: Sendable, Equatable {
  case checking
  case findings(Findings)
  case cleaned(SendList)
  /// Nothing was sent. The sentence holds no content and no path.
  case failed(String)
  case discarded
}
