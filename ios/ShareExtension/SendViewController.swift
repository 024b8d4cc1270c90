import CurtainKit
import UIKit

/// What goes along, what stays behind, and the way on to another app.
final class SendViewController: UITableViewController {
  var onSent: (@MainActor () -> Void)?

  private let list: SendList
  private let model: ReviewModel

  init(_ list: SendList, model: ReviewModel) {
    self.list = list
    self.model = model
    super.init(style: .insetGrouped)
    title = String(localized: "send.title")
  }

  @available(*, unavailable)
  required init?(coder: NSCoder) { nil }

  override func viewDidLoad() {
    super.viewDidLoad()
    tableView.register(UITableViewCell.self, forCellReuseIdentifier: "line")
    tableView.allowsSelection = false
    let send = UIBarButtonItem(
      title: String(localized: "action.send"), image: UIImage(systemName: "square.and.arrow.up"),
      primaryAction: UIAction { [weak self] action in self?.send(from: action.sender) })
    send.isEnabled = !list.isEmpty
    toolbarItems = [.flexibleSpace(), send]
    if let warning = list.warning { UIAccessibility.post(notification: .announcement, argument: warning) }
  }

  override func viewWillAppear(_ animated: Bool) {
    super.viewWillAppear(animated)
    navigationController?.setToolbarHidden(false, animated: animated)
  }

  /// Going back means thinking again: the cleaned files are deleted.
  override func didMove(toParent parent: UIViewController?) {
    super.didMove(toParent: parent)
    if parent == nil { Task { [model] in await model.reconsider() } }
  }

  private func send(from sender: Any?) {
    let providers = CleanedItems.providers(of: list)
    let sheet = UIActivityViewController(
      activityItemsConfiguration: UIActivityItemsConfiguration(itemProviders: providers))
    sheet.popoverPresentationController?.barButtonItem = sender as? UIBarButtonItem
    sheet.completionWithItemsHandler = { [weak self] _, completed, _, _ in
      if completed { self?.onSent?() }
    }
    present(sheet, animated: true)
  }

  // MARK: The list

  private var sections: [(title: String?, lines: [(String, String?)])] {
    var sections: [(String?, [(String, String?)])] = []
    if let warning = list.warning {
      sections.append((String(localized: "section.leftOut"), [(warning, nil)] + list.leftOut.map { ($0, nil) }))
    }
    if !list.photos.isEmpty {
      sections.append((String(localized: "section.photos"), list.photos.map { ($0.title, $0.summary) }))
    }
    if let caption = list.caption { sections.append((String(localized: "section.caption"), [(caption, nil)])) }
    return sections
  }

  override func numberOfSections(in tableView: UITableView) -> Int { sections.count }

  override func tableView(_ tableView: UITableView, titleForHeaderInSection section: Int) -> String? {
    sections[section].title
  }

  override func tableView(_ tableView: UITableView, numberOfRowsInSection section: Int) -> Int {
    sections[section].lines.count
  }

  override func tableView(_ tableView: UITableView, cellForRowAt indexPath: IndexPath) -> UITableViewCell {
    let cell = tableView.dequeueReusableCell(withIdentifier: "line", for: indexPath)
    let line = sections[indexPath.section].lines[indexPath.row]
    var content = UIListContentConfiguration.subtitleCell()
    content.text = line.0
    content.secondaryText = line.1
    content.textProperties.numberOfLines = 0
    content.secondaryTextProperties.numberOfLines = 0
    cell.contentConfiguration = content
    return cell
  }
}
