import CurtainKit
import UIKit

/// One photo in full: a drag covers a place, a tap on a box turns it over. The findings list does the same in words.
final class CoverViewController: UIViewController {
  private let photo: PhotoCard
  private let model: ReviewModel
  private let canvas = CoverCanvas()
  private var following: Task<Void, Never>?

  init(_ photo: PhotoCard, model: ReviewModel) {
    self.photo = photo
    self.model = model
    super.init(nibName: nil, bundle: nil)
    title = photo.title
  }

  @available(*, unavailable)
  required init?(coder: NSCoder) { nil }

  override func viewDidLoad() {
    super.viewDidLoad()
    view.backgroundColor = .systemBackground
    let hint = UILabel()
    hint.text = String(localized: "cover.hint")
    hint.font = .preferredFont(forTextStyle: .subheadline)
    hint.adjustsFontForContentSizeCategory = true
    hint.textColor = .secondaryLabel
    hint.numberOfLines = 0
    let stack = UIStackView(arrangedSubviews: [hint, canvas])
    stack.axis = .vertical
    stack.spacing = 12
    stack.translatesAutoresizingMaskIntoConstraints = false
    view.addSubview(stack)
    let room = view.layoutMarginsGuide
    NSLayoutConstraint.activate([
      stack.topAnchor.constraint(equalTo: room.topAnchor, constant: 12),
      stack.leadingAnchor.constraint(equalTo: room.leadingAnchor),
      stack.trailingAnchor.constraint(equalTo: room.trailingAnchor),
      stack.bottomAnchor.constraint(equalTo: room.bottomAnchor, constant: -12),
    ])
    canvas.boxes = photo.boxes
    canvas.onDrawn = { [model, photo] place in Task { await model.cover(place, ofPhoto: photo.index) } }
    canvas.onTap = { [model] box in Task { await model.setCovered([box], !box.covered) } }
    Task { [canvas, photo] in canvas.picture = await Pictures.preview(photo.file) }
  }

  override func viewWillAppear(_ animated: Bool) {
    super.viewWillAppear(animated)
    navigationController?.setToolbarHidden(true, animated: animated)
    following = Task { [weak self, model, photo] in
      for await state in await model.states() {
        guard case .findings(let findings) = state, findings.photos.indices.contains(photo.index) else { continue }
        self?.canvas.boxes = findings.photos[photo.index].boxes
      }
    }
  }

  override func viewDidDisappear(_ animated: Bool) {
    super.viewDidDisappear(animated)
    following?.cancel()
  }
}
