import CurtainKit
import UIKit

/// What was found, as a list, with everything that can be done about it.
final class FindingsViewController: UIViewController {
  private typealias Source = UICollectionViewDiffableDataSource<FindingsSection, FindingsItem>

  private var findings: Findings
  private let model: ReviewModel
  private let list: UICollectionView
  private var source: Source?
  private var previews: [URL: UIImage] = [:]

  private let undoButton = UIBarButtonItem()

  init(_ findings: Findings, model: ReviewModel) {
    self.findings = findings
    self.model = model
    var look = UICollectionLayoutListConfiguration(appearance: .insetGrouped)
    look.headerMode = .supplementary
    let layout = UICollectionViewCompositionalLayout.list(using: look)
    list = UICollectionView(frame: .zero, collectionViewLayout: layout)
    super.init(nibName: nil, bundle: nil)
    title = String(localized: "review.title")
  }

  @available(*, unavailable)
  required init?(coder: NSCoder) { nil }

  override func viewDidLoad() {
    super.viewDidLoad()
    list.frame = view.bounds
    list.autoresizingMask = [.flexibleWidth, .flexibleHeight]
    list.delegate = self
    view.addSubview(list)
    source = makeSource()
    addButtons()
    show(findings)
  }

  override func viewWillAppear(_ animated: Bool) {
    super.viewWillAppear(animated)
    navigationController?.setToolbarHidden(false, animated: animated)
  }

  func show(_ findings: Findings) {
    self.findings = findings
    undoButton.isEnabled = findings.canUndo
    let before = Set(source?.snapshot().itemIdentifiers ?? [])
    var snapshot = NSDiffableDataSourceSnapshot<FindingsSection, FindingsItem>()
    for (section, items) in findings.layout {
      snapshot.appendSections([section])
      snapshot.appendItems(items, toSection: section)
    }
    snapshot.reconfigureItems(snapshot.itemIdentifiers.filter(before.contains))
    source?.apply(snapshot, animatingDifferences: !UIAccessibility.isReduceMotionEnabled)
    UIAccessibility.post(
      notification: .announcement, argument: "\(findings.verdict.headline) \(findings.verdict.count)")
  }

  private func addButtons() {
    undoButton.primaryAction = UIAction(
      title: String(localized: "action.undo"), image: UIImage(systemName: "arrow.uturn.backward")
    ) { [weak self] _ in self?.undo() }
    let clean = UIAction(title: String(localized: "action.clean")) { [weak self] _ in self?.clean() }
    toolbarItems = [undoButton, .flexibleSpace(), UIBarButtonItem(primaryAction: clean)]
  }

  private func undo() {
    Task { [model] in await model.undo() }
  }

  private func take(_ choice: EditChoice) {
    Task { [model] in await model.take(choice) }
  }

  /// What must not be shared as it is takes a reason in the user's words. The decision is theirs.
  private func clean() {
    guard findings.verdict.needsReason else { return apply(reason: nil) }
    let question = UIAlertController(
      title: String(localized: "reason.title"), message: String(localized: "reason.message"), preferredStyle: .alert)
    let goOn = UIAlertAction(title: String(localized: "reason.confirm"), style: .destructive) {
      [weak self, weak question] _ in self?.apply(reason: question?.textFields?.first?.text)
    }
    goOn.isEnabled = false
    question.addTextField { [weak goOn] field in
      field.placeholder = String(localized: "reason.hint")
      field.addAction(
        UIAction { [weak field] _ in
          goOn?.isEnabled = field?.text?.contains { !$0.isWhitespace } ?? false
        }, for: .editingChanged)
    }
    question.addAction(UIAlertAction(title: String(localized: "action.back"), style: .cancel))
    question.addAction(goOn)
    present(question, animated: true)
  }

  private func apply(reason: String?) {
    Task { [model] in await model.apply(reason: reason) }
  }
}

extension FindingsViewController: UICollectionViewDelegate {
  func collectionView(_ collectionView: UICollectionView, shouldSelectItemAt indexPath: IndexPath) -> Bool {
    switch source?.itemIdentifier(for: indexPath) {
    case .captionText, .suggestion, .coverAll: true
    case .picture(let index): findings.photos[index].canCover
    default: false
    }
  }

  func collectionView(_ collectionView: UICollectionView, didSelectItemAt indexPath: IndexPath) {
    collectionView.deselectItem(at: indexPath, animated: true)
    switch source?.itemIdentifier(for: indexPath) {
    case .suggestion:
      guard let suggestion = findings.caption?.suggestion else { return }
      Task { [model] in await model.takeSuggestion(suggestion) }
    case .coverAll(let index):
      let open = findings.photos[index].uncovered
      Task { [model] in await model.setCovered(open, true) }
    case .picture(let index):
      let cover = CoverViewController(findings.photos[index], model: model)
      navigationController?.pushViewController(cover, animated: true)
    case .captionText:
      let editor = CaptionEditorViewController(findings.caption?.text ?? "")
      editor.onDone = { [model] text in Task { await model.edit(text) } }
      present(UINavigationController(rootViewController: editor), animated: true)
    default:
      return
    }
  }
}

extension FindingsViewController {
  private typealias Registration = UICollectionView.CellRegistration<UICollectionViewListCell, FindingsItem>

  /// Each kind of cell has a registration of its own, so that nothing said aloud is left over from another kind.
  private func makeSource() -> Source {
    let words = Registration { [weak self] cell, _, item in self?.fill(cell, withWordsOf: item) }
    let finding = Registration { [weak self] cell, _, item in self?.fill(cell, withFindingOf: item) }
    let box = Registration { [weak self] cell, _, item in self?.fill(cell, withBoxOf: item) }
    let picture = Registration { [weak self] cell, _, item in self?.fill(cell, withPictureOf: item) }
    let header = UICollectionView.SupplementaryRegistration<UICollectionViewListCell>(
      elementKind: UICollectionView.elementKindSectionHeader
    ) { [weak self] cell, _, path in
      guard let self, let section = self.source?.sectionIdentifier(for: path.section) else { return }
      var content = UIListContentConfiguration.groupedHeader()
      content.text = findings.title(of: section)
      cell.contentConfiguration = content
    }
    let source = Source(collectionView: list) { list, path, item in
      let registration =
        switch item {
        case .captionFinding, .photoFinding: finding
        case .picture: picture
        case .box: box
        default: words
        }
      return list.dequeueConfiguredReusableCell(using: registration, for: path, item: item)
    }
    source.supplementaryViewProvider = { list, _, path in
      list.dequeueConfiguredReusableSupplementary(using: header, for: path)
    }
    return source
  }

  private func fill(_ cell: UICollectionViewListCell, withFindingOf item: FindingsItem) {
    switch item {
    case .captionFinding(let index):
      guard let row = findings.caption?.rows[index] else { return }
      cell.contentConfiguration = FindingContent(
        row: row, take: { [weak self] in self?.take($0) },
        mute: { [model] choice in Task { await model.mute(choice) } })
    case .photoFinding(let photo, let row):
      cell.contentConfiguration = FindingContent(row: findings.photos[photo].rows[row], take: { _ in })
    default:
      return
    }
  }

  /// A switch says and turns whether the box is covered; a box that the user drew can be swiped or tapped away.
  private func fill(_ cell: UICollectionViewListCell, withBoxOf item: FindingsItem) {
    guard case .box(let photo, let index) = item else { return }
    let box = findings.photos[photo].boxes[index]
    cell.contentConfiguration = words(box.label)
    let turn = UISwitch(
      frame: .zero,
      primaryAction: UIAction { [model] action in
        guard let turn = action.sender as? UISwitch else { return }
        let covered = turn.isOn
        Task { await model.setCovered([box], covered) }
      })
    turn.isOn = box.covered
    turn.accessibilityLabel = box.label
    let place = UICellAccessory.Placement.trailing(displayed: .always)
    var accessories = [UICellAccessory.customView(configuration: .init(customView: turn, placement: place))]
    if box.drawn {
      accessories.append(
        .delete(displayed: .always) { [model] in Task { await model.remove(box) } })
    }
    cell.accessories = accessories
  }

  private func fill(_ cell: UICollectionViewListCell, withWordsOf item: FindingsItem) {
    cell.accessories = []
    cell.accessibilityHint = nil
    cell.contentConfiguration = content(of: item)
    switch item {
    case .captionText, .suggestion:
      cell.accessories = [.disclosureIndicator()]
      cell.accessibilityHint = String(localized: item == .suggestion ? "hint.takeSuggestion" : "hint.editCaption")
    default:
      return
    }
  }

  private func content(of item: FindingsItem) -> UIListContentConfiguration {
    switch item {
    case .verdict:
      var content = words(findings.verdict.headline, findings.verdict.count)
      content.image = findings.verdict.verdict.symbol
      content.imageProperties.tintColor = findings.verdict.verdict.color
      content.textProperties.font = .preferredFont(forTextStyle: .headline)
      return content
    case .captionText:
      var content = words(nil)
      content.attributedText = findings.caption?.marked()
      return content
    case .suggestion:
      var content = words(String(localized: "action.takeSuggestion"), findings.caption?.suggestion)
      content.textProperties.color = .tintColor
      return content
    case .group(let photo, let group):
      let group = findings.photos[photo].groups[group]
      return words(group.title, ([group.meaning] + group.items).joined(separator: "\n"))
    case .coverAll(let photo):
      var content = words(String(localized: "action.coverAll"), nil)
      content.textProperties.color = .tintColor
      content.secondaryText = findings.photos[photo].uncovered.map(\.label).joined(separator: "\n")
      return content
    case .crowd: return words(findings.caption?.crowd)
    case .nothingHidden(let photo): return words(findings.photos[photo].nothingHidden)
    case .notChecked(let line): return words(findings.notChecked[line])
    case .captionFinding, .photoFinding, .box, .picture: return words(nil)
    }
  }

  private func words(_ text: String?, _ second: String? = nil) -> UIListContentConfiguration {
    var content = UIListContentConfiguration.subtitleCell()
    content.text = text
    content.secondaryText = second
    content.secondaryTextProperties.color = .secondaryLabel
    content.textProperties.numberOfLines = 0
    content.secondaryTextProperties.numberOfLines = 0
    return content
  }

  /// The picture tells photos apart, and a tap opens it for covering. It is not described: that could say too much aloud.
  private func fill(_ cell: UICollectionViewListCell, withPictureOf item: FindingsItem) {
    guard case .picture(let index) = item else { return }
    let photo = findings.photos[index]
    var content = UIListContentConfiguration.cell()
    content.image = previews[photo.file]
    content.imageProperties.maximumSize = CGSize(width: 240, height: 240)
    content.imageProperties.cornerRadius = 8
    cell.contentConfiguration = content
    cell.isAccessibilityElement = true
    cell.accessibilityTraits = .image
    cell.accessibilityLabel = photo.title
    cell.accessibilityHint = photo.canCover ? String(localized: "hint.cover") : nil
    cell.accessibilityIgnoresInvertColors = true
    if previews[photo.file] == nil { loadPreview(of: photo, for: item) }
  }

  private func loadPreview(of photo: PhotoCard, for item: FindingsItem) {
    Task { [weak self] in
      guard let preview = await Pictures.preview(photo.file), let self, let source else { return }
      previews[photo.file] = preview
      var snapshot = source.snapshot()
      guard snapshot.itemIdentifiers.contains(item) else { return }
      snapshot.reconfigureItems([item])
      await source.apply(snapshot, animatingDifferences: false)
    }
  }
}
