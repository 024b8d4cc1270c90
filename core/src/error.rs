//! The one public error. Codes and numbers only: no path, no text, no cause ever travels in it.

/// Why a call could not be answered.
///
/// `Display` gives one plain sentence that is safe to show and to log: it never holds content or a path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "ffi", derive(uniffi::Error))]
pub enum CheckError {
    /// The bytes are of a kind that cannot be handled; `format` is the kind found, such as `heic` or `unknown`.
    #[error("this kind of file cannot be handled yet ({format})")]
    UnsupportedFormat { format: String },
    /// The file breaks its own format; `part` names the part, `offset` is in bytes from the start.
    #[error("the file is damaged or incomplete ({part} at byte {offset})")]
    Malformed { part: String, offset: u64 },
    /// The input is larger than a stated limit.
    #[error("the input is over a limit ({limit}, at most {max})")]
    LimitExceeded { limit: String, max: u64 },
    /// The operating system refused; `op` is `read`, `write` or `create`, `os_code` its error number (0 if none).
    #[error("{}", io_sentence(op, *os_code))]
    Io { op: String, os_code: i32 },
    /// A rule pack could not be used; `code` says why.
    #[error("the rule pack {pack_id} is not valid ({code})")]
    RulePackInvalid { pack_id: String, code: String },
    /// A policy cannot be used; `code` says why, at a line and a column (in characters) counted from 1.
    #[error("the policy is not valid at line {line}, column {column}: {}", policy_sentence(code))]
    PolicyInvalid { code: String, line: u32, column: u32 },
    /// The cleaned file did not pass its own verification and was not kept.
    #[error("the cleaned file could not be verified, so it was not written ({})", codes.join(", "))]
    VerificationFailed { codes: Vec<String> },
    /// The call came at the wrong time; `expected` names what must happen first.
    #[error("not possible now: {expected}")]
    InvalidState { expected: String },
    /// Regions of this picture can be covered only by drawing it anew from its pixels; `reason` is a code.
    #[error("parts of this picture can be covered only by drawing it anew ({reason})")]
    NeedsPixels { reason: String },
    /// A fault of ours.
    #[error("something went wrong inside ({code})")]
    Internal { code: String },
}

impl CheckError {
    /// A short stable code, for JSON and for shells that word errors themselves.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnsupportedFormat { .. } => "unsupported-format",
            Self::Malformed { .. } => "malformed",
            Self::LimitExceeded { .. } => "limit-exceeded",
            Self::Io { .. } => "io",
            Self::RulePackInvalid { .. } => "rule-pack-invalid",
            Self::PolicyInvalid { .. } => "policy-invalid",
            Self::VerificationFailed { .. } => "verification-failed",
            Self::InvalidState { .. } => "invalid-state",
            Self::NeedsPixels { .. } => "needs-pixels",
            Self::Internal { .. } => "internal",
        }
    }

    pub(crate) fn io(op: &str, error: &std::io::Error) -> Self {
        Self::Io { op: op.into(), os_code: error.raw_os_error().unwrap_or(0) }
    }

    pub(crate) fn needs_pixels(reason: &str) -> Self {
        Self::NeedsPixels { reason: reason.into() }
    }

    pub(crate) fn malformed(part: &str, offset: usize) -> Self {
        Self::Malformed { part: part.into(), offset: offset as u64 }
    }
}

/// Words for what can be wrong with a policy.
fn policy_sentence(code: &str) -> &'static str {
    match code {
        "schema" => "it must say schema = 1",
        "unknown-key" => "there is no such key",
        "unknown-kind" => "there is no such kind of thing in photos",
        "unknown-rule" => "there is no such rule or category",
        "unquoted" => "a rule's id stands in quotes",
        "value" => "this key cannot have this value",
        "too-low" => {
            "what harms most cannot be silenced: a block stays at least a warning, an identifier at least a tip \
             (a category's quieter rules can be named one by one)"
        }
        _ => "this is not TOML",
    }
}

/// Words for the error numbers a person meets; the numbers are the same on Linux, Android, macOS and iOS.
fn io_sentence(op: &str, os_code: i32) -> String {
    match os_code {
        2 if op == "read" => "the file does not exist".into(),
        2 => "the folder to write into does not exist".into(),
        1 | 13 => format!("no permission to {op} here"),
        17 => "a file of this name is already there".into(),
        20 => "a part of the path is not a folder".into(),
        21 => "this is a folder, not a file".into(),
        28 => "there is no room left on the device".into(),
        30 => "this place is read-only".into(),
        0 => format!("could not {op} the file"),
        code => format!("could not {op} the file (system error {code})"),
    }
}

/// What every fallible call of the core returns.
pub type Result<T> = std::result::Result<T, CheckError>;
