extension CheckError {
  /// The core's stable code for this error, for shells that word errors themselves.
  public var code: String {
    switch self {
    case .UnsupportedFormat: "unsupported-format"
    case .Malformed: "malformed"
    case .LimitExceeded: "limit-exceeded"
    case .Io: "io"
    case .RulePackInvalid: "rule-pack-invalid"
    case .PolicyInvalid: "policy-invalid"
    case .VerificationFailed: "verification-failed"
    case .InvalidState: "invalid-state"
    case .NeedsPixels: "needs-pixels"
    case .Internal: "internal"
    }
  }
}
