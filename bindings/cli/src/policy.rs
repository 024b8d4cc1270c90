//! `curtain policy`: how much is checked, and how seriously.

use std::io::{Read, Write};
use std::path::Path;

use curtain_core::policy::{MAX_POLICY_BYTES, Policy};
use curtain_core::rules::RuleSet;

use crate::args::{self, Clean, PlainFormat, PolicyArgs, PolicyCommand};
use crate::exit::{self, Failure, Outcome};
use crate::{check, input};

pub(crate) fn run(policy: &PolicyArgs) -> Outcome {
    match &policy.command {
        PolicyCommand::Show { common, format } => {
            let policy = common.checker()?.policy()?;
            if !common.quiet {
                show(&policy, *format)?;
            }
        }
        PolicyCommand::Validate { file, rules, quiet } => {
            read(file, args::checker(rules.as_deref())?.rules())?;
            if !quiet {
                writeln!(anstream::stdout(), "{}: a valid policy", file.display())?;
            }
        }
    }
    Ok(exit::FINE)
}

fn show(policy: &Policy, format: PlainFormat) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    match format {
        PlainFormat::Text => write!(out, "{policy}")?,
        PlainFormat::Json => writeln!(out, "{}", check::json(policy)?)?,
    }
    Ok(())
}

/// The policy in a file (`-` for standard input). Its name is what the user typed, so it may be said back.
pub(crate) fn read(file: &Path, rules: &RuleSet) -> Result<Policy, Failure> {
    let name = file.to_string_lossy();
    let mut bytes = vec![];
    // One byte more than may be, so that the core can say that it is too much.
    let most = MAX_POLICY_BYTES as u64 + 1;
    input::open(&name)?
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(|_| Failure::new(format!("{name}: could not be read")))?;
    // A file that is cut where it is too long anyway may be cut in a character.
    let text = match std::str::from_utf8(&bytes) {
        Err(error) if bytes.len() <= MAX_POLICY_BYTES => {
            return Err(Failure::new(format!("{name}: not UTF-8 text (byte {})", error.valid_up_to())));
        }
        _ => String::from_utf8_lossy(&bytes),
    };
    Policy::parse(text.strip_prefix('\u{feff}').unwrap_or(&text), rules).map_err(|error| Failure::about(&name, &error))
}

/// Refuses to cover a kind that the policy switches off: the two contradict each other, and nothing must be written that
/// one of them takes for covered.
pub(crate) fn refuse_contradiction(clean: &Clean) -> Result<(), Failure> {
    let Some(file) = &clean.policy else { return Ok(()) };
    let policy = read(file, args::checker(None)?.rules())?;
    match clean.redact.iter().find(|kind| !policy.photos.wants(**kind)) {
        None => Ok(()),
        Some(kind) => {
            let kind = args::json_name(kind);
            Err(Failure::new(format!("{}: this policy does not look for {kind}, so --redact cannot", file.display())))
        }
    }
}
