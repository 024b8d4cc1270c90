import UIKit

/// One sentence in the middle of the screen.
final class MessageViewController: UIViewController {
  private let sentence: String

  init(_ sentence: String) {
    self.sentence = sentence
    super.init(nibName: nil, bundle: nil)
    title = String(localized: "review.title")
  }

  @available(*, unavailable)
  required init?(coder: NSCoder) { nil }

  override func viewDidLoad() {
    super.viewDidLoad()
    view.backgroundColor = .systemBackground
    let label = UILabel()
    label.text = sentence
    label.numberOfLines = 0
    label.textAlignment = .center
    label.font = .preferredFont(forTextStyle: .body)
    label.adjustsFontForContentSizeCategory = true
    label.translatesAutoresizingMaskIntoConstraints = false
    view.addSubview(label)
    NSLayoutConstraint.activate([
      label.centerYAnchor.constraint(equalTo: view.centerYAnchor),
      label.leadingAnchor.constraint(equalTo: view.layoutMarginsGuide.leadingAnchor),
      label.trailingAnchor.constraint(equalTo: view.layoutMarginsGuide.trailingAnchor),
    ])
    UIAccessibility.post(notification: .screenChanged, argument: label)
  }
}

/// Nothing at first, and a spinner only when checking is slow enough to be noticed.
final class WaitingViewController: UIViewController {
  private let spinner = UIActivityIndicatorView(style: .large)

  override func viewDidLoad() {
    super.viewDidLoad()
    title = String(localized: "review.title")
    view.backgroundColor = .systemBackground
    spinner.accessibilityLabel = String(localized: "review.checking")
    spinner.translatesAutoresizingMaskIntoConstraints = false
    view.addSubview(spinner)
    NSLayoutConstraint.activate([
      spinner.centerXAnchor.constraint(equalTo: view.centerXAnchor),
      spinner.centerYAnchor.constraint(equalTo: view.centerYAnchor),
    ])
    Task { [weak spinner] in
      try? await Task.sleep(nanoseconds: 800_000_000)
      spinner?.startAnimating()
    }
  }
}
