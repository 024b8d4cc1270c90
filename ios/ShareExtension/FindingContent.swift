import CurtainKit
import UIKit

/// How a finding looks in the list: its severity in words, the message, where it is, why, and its edits as buttons.
struct FindingContent: UIContentConfiguration {
  let row: FindingRow
  let take: @MainActor (EditChoice) -> Void
  var mute: @MainActor (MuteChoice) -> Void = { _ in }

  func makeContentView() -> any UIView & UIContentView { FindingContentView(self) }

  func updated(for state: any UIConfigurationState) -> FindingContent { self }
}

final class FindingContentView: UIView, UIContentView {
  var configuration: any UIContentConfiguration {
    didSet { show() }
  }

  private let stack = UIStackView()

  init(_ configuration: FindingContent) {
    self.configuration = configuration
    super.init(frame: .zero)
    stack.axis = .vertical
    stack.alignment = .leading
    stack.spacing = 8
    stack.translatesAutoresizingMaskIntoConstraints = false
    addSubview(stack)
    NSLayoutConstraint.activate([
      stack.topAnchor.constraint(equalTo: layoutMarginsGuide.topAnchor),
      stack.bottomAnchor.constraint(equalTo: layoutMarginsGuide.bottomAnchor),
      stack.leadingAnchor.constraint(equalTo: layoutMarginsGuide.leadingAnchor),
      stack.trailingAnchor.constraint(equalTo: layoutMarginsGuide.trailingAnchor),
    ])
    show()
  }

  @available(*, unavailable)
  required init?(coder: NSCoder) { nil }

  private func show() {
    guard let content = configuration as? FindingContent else { return }
    let row = content.row
    stack.arrangedSubviews.forEach { $0.removeFromSuperview() }

    // One stop for a screen reader, then one for each button.
    let words = UIStackView(arrangedSubviews: [
      severity(of: row), label(row.message, .body), label(row.place, .subheadline, .secondaryLabel),
    ])
    if !row.authority.isEmpty {
      words.addArrangedSubview(label(row.authority.joined(separator: "\n"), .caption1, .secondaryLabel))
    }
    words.axis = .vertical
    words.alignment = .leading
    words.spacing = 4
    words.isAccessibilityElement = true
    words.accessibilityLabel = row.spoken
    words.accessibilityCustomActions = row.choices.map { choice in
      UIAccessibilityCustomAction(name: choice.label) { _ in
        content.take(choice)
        return true
      }
    }
    stack.addArrangedSubview(words)

    for choice in row.choices { stack.addArrangedSubview(button(choice.label) { content.take(choice) }) }
    if let muting = row.muting {
      stack.addArrangedSubview(button(String(localized: "action.notRelevant")) { content.mute(muting) })
    }
  }

  private func severity(of row: FindingRow) -> UIView {
    let sign = UIImageView(image: row.severity.symbol)
    sign.tintColor = row.severity.color
    sign.adjustsImageSizeForAccessibilityContentSizeCategory = true
    sign.setContentHuggingPriority(.required, for: .horizontal)
    let line = UIStackView(arrangedSubviews: [sign, label(row.severityWord, .headline)])
    line.spacing = 8
    line.alignment = .center
    return line
  }

  private func button(_ title: String, _ act: @escaping @MainActor () -> Void) -> UIButton {
    var look = UIButton.Configuration.tinted()
    look.title = title
    look.titleLineBreakMode = .byWordWrapping
    let button = UIButton(configuration: look, primaryAction: UIAction { _ in act() })
    button.heightAnchor.constraint(greaterThanOrEqualToConstant: 44).isActive = true
    return button
  }

  private func label(_ text: String, _ style: UIFont.TextStyle, _ color: UIColor = .label) -> UILabel {
    let label = UILabel()
    label.text = text
    label.textColor = color
    label.numberOfLines = 0
    label.font = .preferredFont(forTextStyle: style)
    label.adjustsFontForContentSizeCategory = true
    return label
  }
}
