//! Exit status: 0 nothing above advise, 1 at least one warn or block, 2 unusable or unchecked.

use std::io::Write;
use std::process::ExitCode;

use curtain_core::error::CheckError;
use curtain_core::rules::Verdict;

pub(crate) const FINE: u8 = 0;
pub(crate) const FOUND: u8 = 1;
pub(crate) const UNUSABLE: u8 = 2;
/// Ctrl-C, as shells have it: 128 and the number of the signal.
pub(crate) const INTERRUPTED: u8 = 130;

/// Why a command ended early: a sentence for stderr.
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// An error about a named input. The name is what the user typed, so it may be said back.
    pub(crate) fn about(input: &str, error: &CheckError) -> Self {
        Self(format!("{input}: {error}"))
    }
}

impl From<CheckError> for Failure {
    fn from(error: CheckError) -> Self {
        Self(error.to_string())
    }
}

/// A closed pipe (`curtain check … | head`) is the reader's choice and no fault.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            std::process::exit(i32::from(FINE));
        }
        Self("could not write the answer".into())
    }
}

pub(crate) type Outcome = Result<u8, Failure>;

pub(crate) fn code(outcome: Outcome) -> ExitCode {
    ExitCode::from(outcome.unwrap_or_else(|Failure(sentence)| {
        complain(&sentence);
        UNUSABLE
    }))
}

pub(crate) fn complain(sentence: &str) {
    // Nothing can be done when stderr itself is gone.
    let _ = writeln!(anstream::stderr(), "curtain: {sentence}");
}

/// The status that a verdict calls for.
pub(crate) fn of(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Clear | Verdict::Advise => FINE,
        Verdict::Warn | Verdict::Block => FOUND,
        Verdict::Unchecked => UNUSABLE,
    }
}
