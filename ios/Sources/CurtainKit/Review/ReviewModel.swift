import CurtainCore
import Foundation

/// One share under review, from taking it in to sending it on. One step at a time, off the main thread.
public actor ReviewModel {
  public private(set) var state: ReviewState = .checking {
    didSet { for follower in followers.values { follower.yield(state) } }
  }

  private let base: URL
  private let memory: URL?
  private let words: Words
  private let saver: (any PictureSaver)?
  private var taken = Taken()
  private var folder: ReviewFolder?
  private var checker: Checker?
  private var review: Review?
  /// The longest side of a picture that the core looks at, pixels.
  private let previewSide = 2048
  private var revision = 0
  /// Pixels of each upright photo, as reported last.
  private var sizes: [(width: UInt32, height: UInt32)] = []
  private var followers: [UUID: AsyncStream<ReviewState>.Continuation] = [:]

  /// Keeps its private copies below `base` until it is discarded. Without a `saver`, a photo of a kind that the core
  /// cannot clean is left out. `memory` is a folder for what the user calls not relevant; without one it is not remembered.
  public init(base: URL, language: ScreenLanguage, saver: (any PictureSaver)? = nil, memory: URL? = nil) {
    self.base = base
    self.memory = memory
    self.saver = saver
    words = Words(language)
  }

  /// The state now, and every later one.
  public func states() -> AsyncStream<ReviewState> {
    let id = UUID()
    let (stream, follower) = AsyncStream.makeStream(of: ReviewState.self, bufferingPolicy: .bufferingNewest(8))
    follower.onTermination = { [weak self] _ in Task { await self?.forget(id) } }
    follower.yield(state)
    if state == .discarded { follower.finish() } else { followers[id] = follower }
    return stream
  }

  /// Takes the share in and checks it. `caption` is the text that came beside the items.
  public func load(_ items: [any SharedItem], caption: String?) async {
    guard state == .checking, folder == nil else { return }
    ReviewFolder.sweep(base)
    guard let folder = try? ReviewFolder.make(in: base) else { return fail("io") }
    self.folder = folder
    let taken = await Intake(folder: folder).take(items, caption: caption)
    // Taking in waits for other apps; the user may have left meanwhile.
    guard state == .checking else { return folder.delete() }
    self.taken = taken
    if taken.caption == nil && taken.photos.isEmpty && taken.unreadable.isEmpty {
      state = .failed(words(.failedNothing))
      return
    }
    step { try self.open() }
  }

  /// Takes one offered edit. An edit that was offered before the last change does nothing.
  public func take(_ choice: EditChoice) {
    guard showsFindings, choice.revision == revision else { return }
    step { try self.opened().takeEdit(finding: choice.finding, edit: choice.edit) }
  }

  /// Takes the user's word that a learned finding is not relevant; remembered on this phone.
  public func mute(_ choice: MuteChoice) {
    guard showsFindings, choice.revision == revision else { return }
    step { try self.opened().notRelevant(finding: choice.finding) }
  }

  /// Takes every offered edit at once, when `suggestion` is still what is offered.
  public func takeSuggestion(_ suggestion: String) {
    guard case .findings(let findings) = state, findings.caption?.suggestion == suggestion else { return }
    step { try self.opened().takeSuggestion() }
  }

  /// Puts the user's own wording in place.
  public func edit(_ caption: String) {
    guard showsFindings else { return }
    step { try self.opened().editCaption(caption: caption) }
  }

  /// Covers boxes, or leaves them to be seen. Boxes that came before the last change do nothing.
  public func setCovered(_ boxes: [CoverBox], _ covered: Bool) {
    guard showsFindings, let last = boxes.last, boxes.allSatisfy({ $0.revision == revision }) else { return }
    step {
      let review = try self.opened()
      for box in boxes.dropLast() {
        _ = try review.setCovered(photo: box.photo, region: box.region, covered: covered)
      }
      return try review.setCovered(photo: last.photo, region: last.region, covered: covered)
    }
  }

  /// Covers a place of a photo, given in parts of the upright picture, 0 to 1. One outside the picture does nothing.
  public func cover(_ place: CGRect, ofPhoto index: Int) {
    guard showsFindings, sizes.indices.contains(index) else { return }
    let inside = place.standardized.intersection(CGRect(x: 0, y: 0, width: 1, height: 1))
    guard !inside.isNull, inside.width > 0, inside.height > 0 else { return }
    let (wide, tall) = (Double(sizes[index].width), Double(sizes[index].height))
    let left = UInt32(Double(inside.minX) * wide)
    let top = UInt32(Double(inside.minY) * tall)
    let region = Region(
      kind: .other, x: left, y: top, width: max(UInt32((Double(inside.maxX) * wide).rounded(.up)) - left, 1),
      height: max(UInt32((Double(inside.maxY) * tall).rounded(.up)) - top, 1), confidence: 1, source: .user)
    step { try self.opened().addRegion(photo: UInt32(index), region: region) }
  }

  /// Takes a box away that the user drew.
  public func remove(_ box: CoverBox) {
    guard showsFindings, box.drawn, box.revision == revision else { return }
    step { try self.opened().removeRegion(photo: box.photo, region: box.region) }
  }

  /// Takes the last edit back.
  public func undo() {
    guard showsFindings else { return }
    step { try self.opened().undo() }
  }

  /// Goes back from the cleaned share to its findings; the cleaned files are deleted.
  public func reconsider() {
    guard case .cleaned = state else { return }
    step {
      try self.folder?.forgetClean()
      return try self.opened().inspect()
    }
  }

  /// Writes the clean copies and answers what there is to send. To go on in spite of a block takes a `reason` in the
  /// user's words; it is not kept.
  public func apply(reason: String? = nil) {
    guard case .findings(let findings) = state, let folder else { return }
    let hasReason = reason?.contains { !$0.isWhitespace } ?? false
    guard hasReason || !findings.verdict.needsReason else { return }
    folder.touch()
    state = .checking
    do {
      guard let checker else { throw notLoaded }
      let cleaning = Cleaning(folder: folder, saver: saver)
      let outcome = try cleaning.clean(opened(), photos: taken.photos, with: checker)
      state = .cleaned(SendList(outcome, taken: taken, words: words))
    } catch {
      fail(error)
    }
  }

  /// Forgets the content and deletes every file. Safe to call at any time, more than once.
  public func discard() {
    try? review?.discard()
    review = nil
    checker = nil
    folder?.delete()
    taken = Taken()
    state = .discarded
    for follower in followers.values { follower.finish() }
    followers = [:]
  }

  private func open() throws -> ReviewSnapshot {
    let config = CheckerConfig(jurisdiction: nil, locale: words.language.core, memory: memory?.path)
    let checker = try Checker.open(config: config)
    let review = try checker.startReview()
    try review.setCaption(caption: taken.caption)
    for photo in taken.photos { _ = try review.addPhoto(path: photo.path) }
    self.checker = checker
    self.review = review
    return try look(through: review.inspect(), review)
  }

  /// Shows the core what it does not decode itself, HEIC above all. A photo that cannot be shown stays listed as not
  /// looked at.
  private func look(through first: ReviewSnapshot, _ review: Review) throws -> ReviewSnapshot {
    var shown = false
    for (index, photo) in first.report.photos.enumerated()
    where photo.unchecked.contains(where: { $0.why == "needs-preview" }) {
      let file = URL(fileURLWithPath: photo.path)
      guard let picture = try? saver?.pixels(of: file, longestSide: previewSide) else { continue }
      guard picture.stride == picture.width * 4 else { continue }
      let seen: ()? = try? review.scanPreview(
        photo: UInt32(index), rgba: picture.rgba, width: picture.width, height: picture.height)
      shown = shown || seen != nil
    }
    return shown ? try review.inspect() : first
  }

  private func opened() throws -> Review {
    guard let review else { throw notLoaded }
    return review
  }

  private var notLoaded: CheckError { .InvalidState(expected: "load") }

  private var showsFindings: Bool {
    if case .findings = state { true } else { false }
  }

  /// One change and the check after it.
  private func step(_ change: () throws -> ReviewSnapshot) {
    folder?.touch()
    do {
      let snapshot = try change()
      revision += 1
      sizes = snapshot.report.photos.map { ($0.width, $0.height) }
      state = .findings(Presenter(words: words, taken: taken).findings(snapshot, revision: revision))
    } catch {
      fail(error)
    }
  }

  private func fail(_ error: any Error) {
    fail((error as? CheckError)?.code ?? "internal")
  }

  private func fail(_ code: String) {
    state = .failed(words(.failedInside, words.why(code)))
  }

  private func forget(_ id: UUID) {
    followers[id] = nil
  }
}
