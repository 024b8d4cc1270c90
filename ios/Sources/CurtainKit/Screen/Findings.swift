import CurtainCore
import Foundation

/// What the findings screen shows: plain values, worded, in reading order.
public struct Findings: Sendable, Equatable {
  public let verdict: VerdictCard
  public let caption: CaptionCard?
  public let photos: [PhotoCard]
  /// What was not looked at, one line each.
  public let notChecked: [String]
  public let canUndo: Bool
}

/// The answer for the whole share.
public struct VerdictCard: Sendable, Equatable {
  public let verdict: Verdict
  public let headline: String
  /// How many things were spotted, in words; also what a screen reader announces.
  public let count: String
  /// Whether something stays after cleaning that must not be shared as it is. It takes a reason to go on then.
  public let needsReason: Bool
}

/// The caption with what was found in it.
public struct CaptionCard: Sendable, Equatable {
  public let text: String
  public let highlights: [Highlight]
  public let rows: [FindingRow]
  /// How many people the details fit together, in words.
  public let crowd: String?
  /// The caption with every offered edit taken.
  public let suggestion: String?
}

/// A stretch of the caption to mark.
public struct Highlight: Sendable, Equatable {
  public let range: NSRange
  public let severity: Severity
  /// The row that it belongs to.
  public let row: Int
}

/// One finding, as a row of the list.
public struct FindingRow: Sendable, Equatable {
  public let rule: String
  public let severity: Severity
  /// The severity in words; colour alone never says it.
  public let severityWord: String
  public let message: String
  public let place: String
  public let authority: [String]
  public let choices: [EditChoice]
  /// There when the learned reader raised it, so that the user can call it not relevant.
  public let muting: MuteChoice?

  /// The whole row, for a screen reader.
  public let spoken: String
}

/// An edit that can be taken with one tap. It is good only for the findings it was offered with.
public struct EditChoice: Sendable, Equatable {
  public let label: String
  public let replacement: String
  let finding: UInt32
  let edit: UInt32
  let revision: Int
}

/// The user's word that a finding is not relevant. It is good only for the findings it was offered with.
public struct MuteChoice: Sendable, Equatable {
  let finding: UInt32
  let revision: Int
}

/// Something in a photo that can be covered: a row with a switch, and a box on the picture. It is good only for the
/// findings it came with.
public struct CoverBox: Sendable, Equatable {
  /// Its number, kind and place in words.
  public let label: String
  public let covered: Bool
  /// Drawn by the user, so that it can be taken away.
  public let drawn: Bool
  /// In parts of the upright picture, 0 to 1, origin top left.
  public let place: CGRect
  let photo: UInt32
  let region: UInt32
  let revision: Int
}

/// One photo, with what can be covered in it and what is hidden in its file.
public struct PhotoCard: Sendable, Equatable {
  public let title: String
  /// Its place in the share, from 0.
  public let index: Int
  /// Our private copy, for a preview.
  public let file: URL
  public let rows: [FindingRow]
  public let boxes: [CoverBox]
  /// Whether a box can be drawn on it: the file could be read.
  public let canCover: Bool
  public let groups: [MetadataGroup]
  /// Said when no group is there and the file could be read.
  public let nothingHidden: String?
}

extension PhotoCard {
  /// What is not covered yet.
  public var uncovered: [CoverBox] { boxes.filter { !$0.covered } }
}
