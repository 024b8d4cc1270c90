import CurtainKit

/// A part of the findings screen, in reading order: the list comes before any picture.
enum FindingsSection: Hashable {
  case verdict
  case caption
  case photo(Int)
  case notChecked
}

/// A row of it, by place; what it shows is looked up in the findings.
enum FindingsItem: Hashable {
  case verdict
  case captionText
  case captionFinding(Int)
  case crowd
  case suggestion
  case photoFinding(photo: Int, row: Int)
  case box(photo: Int, box: Int)
  case coverAll(photo: Int)
  case group(photo: Int, group: Int)
  case nothingHidden(photo: Int)
  case picture(Int)
  case notChecked(Int)
}

extension Findings {
  var layout: [(section: FindingsSection, items: [FindingsItem])] {
    var sections: [(FindingsSection, [FindingsItem])] = [(.verdict, [.verdict])]
    if let caption {
      let rows = caption.rows.indices.map(FindingsItem.captionFinding)
      let crowd: [FindingsItem] = caption.crowd == nil ? [] : [.crowd]
      let suggestion: [FindingsItem] = caption.suggestion == nil ? [] : [.suggestion]
      sections.append((.caption, rows + crowd + suggestion + [.captionText]))
    }
    for (index, photo) in photos.enumerated() {
      let rows = photo.rows.indices.map { FindingsItem.photoFinding(photo: index, row: $0) }
      let boxes = photo.boxes.indices.map { FindingsItem.box(photo: index, box: $0) }
      let all: [FindingsItem] = photo.uncovered.count > 1 ? [.coverAll(photo: index)] : []
      let groups = photo.groups.indices.map { FindingsItem.group(photo: index, group: $0) }
      let nothing: [FindingsItem] = photo.nothingHidden == nil ? [] : [.nothingHidden(photo: index)]
      sections.append((.photo(index), rows + boxes + all + groups + nothing + [.picture(index)]))
    }
    if !notChecked.isEmpty { sections.append((.notChecked, notChecked.indices.map(FindingsItem.notChecked))) }
    return sections
  }

  func title(of section: FindingsSection) -> String? {
    switch section {
    case .verdict: nil
    case .caption: String(localized: "section.caption")
    case .photo(let index): photos[index].title
    case .notChecked: String(localized: "section.notChecked")
    }
  }
}
