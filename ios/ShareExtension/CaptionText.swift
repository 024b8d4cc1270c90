import CurtainKit
import UIKit

extension CaptionCard {
  /// The caption with what was found marked: tinted and underlined, so that it does not hang on colour.
  func marked() -> NSAttributedString {
    let marked = NSMutableAttributedString(
      string: text,
      attributes: [.font: UIFont.preferredFont(forTextStyle: .body), .foregroundColor: UIColor.label])
    for highlight in highlights {
      marked.addAttributes(
        [
          .backgroundColor: highlight.severity.color.withAlphaComponent(0.2),
          .underlineStyle: highlight.severity.underline.rawValue | NSUnderlineStyle.single.rawValue,
          .underlineColor: highlight.severity.color,
        ], range: highlight.range)
    }
    return marked
  }
}
