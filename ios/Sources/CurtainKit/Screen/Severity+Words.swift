import CurtainCore

extension Severity {
  var rank: Int {
    switch self {
    case .advise: 0
    case .warn: 1
    case .block: 2
    }
  }

  var word: Phrase {
    switch self {
    case .advise: .severityAdvise
    case .warn: .severityWarn
    case .block: .severityBlock
    }
  }
}

extension Verdict {
  var headline: Phrase {
    switch self {
    case .clear: .verdictClear
    case .advise: .verdictAdvise
    case .unchecked: .verdictUnchecked
    case .warn: .verdictWarn
    case .block: .verdictBlock
    }
  }

  /// The verdict once something besides the core's photos and caption could not be looked at.
  func withUnchecked(_ unchecked: Bool) -> Verdict {
    switch self {
    case .clear, .advise: unchecked ? .unchecked : self
    case .unchecked, .warn, .block: self
    }
  }
}
