import CurtainCore
import Foundation

/// Turns what the core answered into what the screen shows.
struct Presenter {
  let words: Words
  let taken: Taken

  /// `revision` counts the checks; edits offered with an older one are no longer good.
  func findings(_ snapshot: ReviewSnapshot, revision: Int) -> Findings {
    let report = snapshot.report
    let caption = report.caption.map { card($0, text: snapshot.caption ?? "", revision: revision) }
    let regions = Dictionary(snapshot.regions.map { ($0.photo, $0.regions) }, uniquingKeysWith: { first, _ in first })
    let photos = report.photos.enumerated().map { index, photo in
      let boxes = boxes(regions[UInt32(index)] ?? [], of: photo, index: index, revision: revision)
      return card(photo, index: index, of: report.photos.count, boxes: boxes)
    }
    let spotted = (caption?.rows.count ?? 0) + photos.map(\.rows.count).reduce(0, +)
    return Findings(
      verdict: verdict(report, spotted: spotted), caption: caption, photos: photos,
      notChecked: notChecked(report), canUndo: snapshot.canUndo)
  }

  private func verdict(_ report: Report, spotted: Int) -> VerdictCard {
    let verdict = report.verdict.withUnchecked(!taken.unreadable.isEmpty)
    // What hides in a file goes with cleaning; words and what the picture shows stay.
    let shown = report.photos.flatMap(\.findings).filter { $0.metadata.isEmpty || $0.region != nil }
    let stays = (report.caption?.findings ?? []) + shown
    return VerdictCard(
      verdict: verdict, headline: words(verdict.headline),
      count: words.counted(spotted, none: .spottedNone, one: .spottedOne, many: .spottedMany),
      needsReason: stays.contains { $0.severity == .block })
  }

  private func card(_ report: CaptionReport, text: String, revision: Int) -> CaptionCard {
    CaptionCard(
      text: text,
      highlights: Highlight.all(in: text, findings: report.findings),
      rows: report.findings.enumerated().map { index, finding in
        let place = finding.span.map { words(.whereInCaption, $0.text) } ?? words(.whereWholeCaption)
        let muting = finding.learned ? MuteChoice(finding: UInt32(index), revision: revision) : nil
        let choices = choices(finding, index: index, revision: revision)
        return row(finding, place: place, choices: choices, muting: muting)
      },
      crowd: report.mosaic.map { crowd($0.band) },
      suggestion: report.suggestion)
  }

  private func card(_ report: PhotoReport, index: Int, of count: Int, boxes: [CoverBox]) -> PhotoCard {
    let number = index + 1
    // What the copy keeps is not hidden from anyone who is sent it.
    let groups = MetadataGroup.groups(of: report.metadata.filter { !$0.kept }, words: words)
    let blind = report.unchecked.contains { $0.what == "photo" || $0.what == "metadata" }
    return PhotoCard(
      title: words(.photoTitle, "\(number)", "\(count)"),
      index: index,
      file: URL(fileURLWithPath: report.path),
      rows: report.findings.map { row($0, place: words(.whereInPhoto, "\(number)"), choices: []) },
      boxes: boxes,
      canCover: report.width > 0 && !report.unchecked.contains { $0.what == "photo" },
      groups: groups,
      nothingHidden: groups.isEmpty && !blind ? words(.photoNothingHidden) : nil)
  }

  private func boxes(_ regions: [CoverRegion], of photo: PhotoReport, index: Int, revision: Int) -> [CoverBox] {
    let wide = Double(max(photo.width, 1))
    let tall = Double(max(photo.height, 1))
    return regions.enumerated().map { number, box in
      let region = box.region
      let place = CGRect(
        x: Double(region.x) / wide, y: Double(region.y) / tall, width: Double(region.width) / wide,
        height: Double(region.height) / tall)
      return CoverBox(
        label: words(.coverBox, "\(number + 1)", words(region.kind.phrase), words(place.phrase)), covered: box.covered,
        drawn: region.source == .user, place: place, photo: UInt32(index), region: box.id, revision: revision)
    }
  }

  private func row(
    _ finding: Finding, place: String, choices: [EditChoice], muting: MuteChoice? = nil
  ) -> FindingRow {
    let severity = words(finding.severity.word)
    return FindingRow(
      rule: finding.rule, severity: finding.severity, severityWord: severity, message: finding.message, place: place,
      authority: finding.authority, choices: choices, muting: muting,
      spoken: [severity, finding.message, place].joined(separator: "\n"))
  }

  private func choices(_ finding: Finding, index: Int, revision: Int) -> [EditChoice] {
    finding.edits.enumerated().map { edit, offered in
      EditChoice(
        label: offered.label, replacement: offered.replacement, finding: UInt32(index), edit: UInt32(edit),
        revision: revision)
    }
  }

  private func crowd(_ band: String) -> String {
    switch band {
    case "1": words(.crowdOne)
    case "hundreds": words(.crowdHundreds)
    case "thousands": words(.crowdThousands)
    default: words(.crowdSome, band)
    }
  }

  /// One line for each photo and reason, then one for each item that could not be taken in.
  private func notChecked(_ report: Report) -> [String] {
    let photos = report.photos.enumerated().flatMap { index, photo in
      photo.unseen.map(\.why).uniqued().map { why in
        let what = photo.unseen.filter { $0.why == why }.map { words.what($0.what) }
        return words(.notCheckedInPhoto, "\(index + 1)", words.list(what), words.why(why))
      }
    }
    return photos + taken.unreadable.map { words(.notCheckedItem, "\($0.index + 1)", words.why($0.reason)) }
  }
}

extension PhotoReport {
  /// What was not looked at, and writing when nothing reads it here.
  fileprivate var unseen: [Unchecked] {
    let unread = !lookedFor.isEmpty && !lookedFor.contains("text") && !unchecked.contains { $0.what == "text" }
    return unread ? unchecked + [Unchecked(what: "text", why: "no-detector")] : unchecked
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, in the order of its first appearance.
  func uniqued() -> [Element] {
    var seen = Set<Element>()
    return filter { seen.insert($0).inserted }
  }
}
