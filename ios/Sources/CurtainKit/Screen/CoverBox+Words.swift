import CurtainCore
import Foundation

extension RegionKind {
  var phrase: Phrase {
    switch self {
    case .face: .regionFace
    case .screen: .regionScreen
    case .whiteboard: .regionBoard
    case .document: .regionPaper
    case .badge: .regionBadge
    case .wristband: .regionWristband
    case .barcode: .regionCode
    case .text: .regionText
    case .other: .regionOther
    }
  }
}

extension CGRect {
  /// Where a box of a picture lies, in thirds.
  var phrase: Phrase {
    func third(_ middle: Double) -> Int { min(max(Int(middle * 3), 0), 2) }
    let rows: [[Phrase]] = [
      [.atTopLeft, .atTop, .atTopRight], [.atLeft, .atMiddle, .atRight], [.atBottomLeft, .atBottom, .atBottomRight],
    ]
    return rows[third(Double(midY))][third(Double(midX))]
  }
}
