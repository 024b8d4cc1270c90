extension Words {
  /// The core's codes in plain words, as the end of a sentence. A code we do not know is shown as it is.
  func why(_ code: String) -> String {
    switch code {
    case "no-detector", "needs-preview", "moving-picture", "undecodable", "detector-failed", "not-asked":
      self(.whyNoDetector)
    case "unsupported-format", "needs-pixels": self(.whyUnsupported)
    case "malformed": self(.whyMalformed)
    case "limit-exceeded": self(.whyLimit)
    case "io": self(.whyIO)
    case "verification-failed": self(.whyVerification)
    case "switched-off": self(.whySwitchedOff)
    case "internal", "invalid-state", "rule-pack-invalid", "policy-invalid": self(.whyInside)
    default: code
    }
  }

  /// What was not looked at, in plain words.
  func what(_ code: String) -> String {
    switch code {
    case "photo": self(.whatPhoto)
    case "metadata": self(.whatMetadata)
    case "faces": self(.whatFaces)
    case "screens", "screen": self(.whatScreens)
    case "whiteboard": self(.whatBoards)
    case "document": self(.whatPapers)
    case "badges": self(.whatBadges)
    case "wristbands": self(.whatWristbands)
    case "text": self(.whatText)
    case "codes": self(.whatCodes)
    default: code
    }
  }

  func why(_ reason: UnreadableItem.Reason) -> String {
    switch reason {
    case .unreadable: self(.whyUnreadable)
    case .kind: self(.whyKind)
    }
  }
}
