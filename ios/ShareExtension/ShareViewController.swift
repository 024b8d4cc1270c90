import CurtainKit
import UIKit

/// What the share sheet opens. It hands everything that came to the review and shows how far the review is.
final class ShareViewController: UIViewController {
  private let model = ReviewModel(
    base: SharedFolder.reviews,
    language: ScreenLanguage(preferred: Bundle.main.preferredLocalizations),
    saver: JPEGSaver(), memory: SharedFolder.memory)
  private let screens = UINavigationController()
  private let cover = UIVisualEffectView(effect: UIBlurEffect(style: .systemThickMaterial))
  private var following: Task<Void, Never>?
  private var hasAppeared = false
  private var isOver = false

  override func viewDidLoad() {
    super.viewDidLoad()
    view.backgroundColor = .systemBackground
    fill(with: screens)
    coverWhenInactive()
    follow()
  }

  override func viewDidAppear(_ animated: Bool) {
    super.viewDidAppear(animated)
    hasAppeared = true
    if isOver { complete() }
  }

  override func accessibilityPerformEscape() -> Bool {
    leave()
    return true
  }

  private func follow() {
    let inputs = extensionContext?.inputItems.compactMap { $0 as? NSExtensionItem } ?? []
    let items = inputs.flatMap { $0.attachments ?? [] }.map(ProviderItem.init)
    let texts = inputs.compactMap { $0.attributedContentText?.string }
    let caption = texts.isEmpty ? nil : texts.joined(separator: "\n")
    following = Task { [weak self, model] in
      for await state in await model.states() { self?.show(state) }
    }
    Task { [model] in await model.load(items, caption: caption) }
  }

  private func show(_ state: ReviewState) {
    switch state {
    case .checking:
      if screens.viewControllers.isEmpty { replace(with: WaitingViewController()) }
    case .findings(let findings):
      if let shown = screens.viewControllers.first as? FindingsViewController {
        screens.popToRootViewController(animated: true)
        shown.show(findings)
      } else {
        replace(with: FindingsViewController(findings, model: model))
      }
    case .cleaned(let list):
      let send = SendViewController(list, model: model)
      send.onSent = { [weak self] in self?.leave() }
      screens.pushViewController(send, animated: true)
    case .failed(let sentence):
      replace(with: MessageViewController(sentence))
    case .discarded:
      isOver = true
      if hasAppeared { complete() }
    }
  }

  private func replace(with screen: UIViewController) {
    screen.navigationItem.leftBarButtonItem = UIBarButtonItem(
      systemItem: .cancel, primaryAction: UIAction { [weak self] _ in self?.leave() })
    screens.setViewControllers([screen], animated: false)
  }

  /// Deletes everything first; the share sheet is closed when that is done.
  private func leave() {
    Task { [model] in await model.discard() }
  }

  /// Closing before the view has appeared can freeze the app that shares.
  private func complete() {
    following?.cancel()
    extensionContext?.completeRequest(returningItems: nil)
  }

  private func fill(with child: UIViewController) {
    addChild(child)
    child.view.frame = view.bounds
    child.view.autoresizingMask = [.flexibleWidth, .flexibleHeight]
    view.addSubview(child.view)
    child.didMove(toParent: self)
  }

  /// The picture of the app switcher must not show the share.
  private func coverWhenInactive() {
    cover.frame = view.bounds
    cover.autoresizingMask = [.flexibleWidth, .flexibleHeight]
    cover.isHidden = true
    view.addSubview(cover)
    let center = NotificationCenter.default
    center.addObserver(self, selector: #selector(hide), name: .NSExtensionHostWillResignActive, object: nil)
    center.addObserver(self, selector: #selector(reveal), name: .NSExtensionHostDidBecomeActive, object: nil)
  }

  @objc private func hide() {
    view.bringSubviewToFront(cover)
    cover.isHidden = false
  }

  @objc private func reveal() {
    cover.isHidden = true
  }
}
