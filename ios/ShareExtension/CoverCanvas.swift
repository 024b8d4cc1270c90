import CurtainKit
import UIKit

/// The picture with its boxes: black where it will be covered, a dashed outline where it will not.
final class CoverCanvas: UIView {
  var picture: UIImage? { didSet { setNeedsDisplay() } }
  var boxes: [CoverBox] = [] { didSet { setNeedsDisplay() } }
  var onTap: (CoverBox) -> Void = { _ in }
  /// Hears of a place that was drawn, in parts of the picture, 0 to 1.
  var onDrawn: (CGRect) -> Void = { _ in }

  private var drag: CGRect?
  /// Least side of a drawn box, and how far beside a box a finger may land, points.
  private let finger: CGFloat = 12

  override init(frame: CGRect) {
    super.init(frame: frame)
    backgroundColor = .clear
    contentMode = .redraw
    isAccessibilityElement = true
    accessibilityTraits = [.image, .allowsDirectInteraction]
    accessibilityIgnoresInvertColors = true
    addGestureRecognizer(UIPanGestureRecognizer(target: self, action: #selector(panned)))
    addGestureRecognizer(UITapGestureRecognizer(target: self, action: #selector(tapped)))
  }

  @available(*, unavailable)
  required init?(coder: NSCoder) { nil }

  /// Where the picture lies in the view.
  private var frameOfPicture: CGRect {
    guard let size = picture?.size, size.width > 0, size.height > 0 else { return .zero }
    let scale = min(bounds.width / size.width, bounds.height / size.height)
    let shown = CGSize(width: size.width * scale, height: size.height * scale)
    return CGRect(
      x: (bounds.width - shown.width) / 2, y: (bounds.height - shown.height) / 2, width: shown.width,
      height: shown.height)
  }

  private func inView(_ place: CGRect) -> CGRect {
    let whole = frameOfPicture
    return CGRect(
      x: whole.minX + place.minX * whole.width, y: whole.minY + place.minY * whole.height,
      width: place.width * whole.width, height: place.height * whole.height)
  }

  override func draw(_ rect: CGRect) {
    picture?.draw(in: frameOfPicture)
    for box in boxes {
      let path = UIBezierPath(rect: inView(box.place))
      if box.covered {
        UIColor.black.setFill()
        path.fill()
        UIColor.white.setStroke()
      } else {
        UIColor.systemYellow.setStroke()
        path.setLineDash([8, 5], count: 2, phase: 0)
      }
      path.lineWidth = 2
      path.stroke()
    }
    guard let drag else { return }
    UIColor.systemYellow.setStroke()
    UIBezierPath(rect: drag).stroke()
  }

  @objc private func panned(_ pan: UIPanGestureRecognizer) {
    let end = pan.location(in: self)
    let way = pan.translation(in: self)
    let drawn = CGRect(x: end.x - way.x, y: end.y - way.y, width: way.x, height: way.y).standardized
    switch pan.state {
    case .changed: drag = drawn
    case .ended:
      drag = nil
      let whole = frameOfPicture
      guard drawn.width >= finger, drawn.height >= finger, whole.width > 0, whole.height > 0 else { break }
      onDrawn(
        CGRect(
          x: (drawn.minX - whole.minX) / whole.width, y: (drawn.minY - whole.minY) / whole.height,
          width: drawn.width / whole.width, height: drawn.height / whole.height))
    default: drag = nil
    }
    setNeedsDisplay()
  }

  /// The smallest box under the finger: a face on a screen is meant before the screen.
  @objc private func tapped(_ tap: UITapGestureRecognizer) {
    let point = tap.location(in: self)
    let under = boxes.filter { inView($0.place).insetBy(dx: -finger, dy: -finger).contains(point) }
    let area = { (box: CoverBox) in box.place.width * box.place.height }
    under.min { area($0) < area($1) }.map(onTap)
  }
}
