import CurtainCore
import UIKit

// A sign and a colour that work in light and dark; the word always stands beside them.

extension Severity {
  var color: UIColor {
    switch self {
    case .advise: .systemBlue
    case .warn: .systemOrange
    case .block: .systemRed
    }
  }

  var symbol: UIImage? {
    switch self {
    case .advise: UIImage(systemName: "lightbulb")
    case .warn: UIImage(systemName: "exclamationmark.triangle")
    case .block: UIImage(systemName: "hand.raised.fill")
    }
  }

  /// Told apart without colour too.
  var underline: NSUnderlineStyle {
    switch self {
    case .advise: .patternDot
    case .warn: .single
    case .block: .thick
    }
  }
}

extension Verdict {
  var color: UIColor {
    switch self {
    case .clear: .secondaryLabel
    case .advise: .systemBlue
    case .unchecked, .warn: .systemOrange
    case .block: .systemRed
    }
  }

  var symbol: UIImage? {
    switch self {
    case .clear: UIImage(systemName: "eye")
    case .advise: UIImage(systemName: "lightbulb")
    case .unchecked: UIImage(systemName: "questionmark.circle")
    case .warn: UIImage(systemName: "exclamationmark.triangle")
    case .block: UIImage(systemName: "hand.raised.fill")
    }
  }
}
