//! The command line, as `contracts/command-line.md` has it.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use curtain_core::policy::Policy;
use curtain_core::review::{Checker, CheckerConfig};
use curtain_core::rules::{Jurisdiction, Locale, RuleSet};
use curtain_core::span::{Region, RegionKind};

use crate::exit::Failure;
use crate::{policy, redact};

/// Checks a caption and photos for what gives a patient away, and cleans the photos. Nothing leaves this machine.
#[derive(Parser)]
#[command(name = "curtain", version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value = "auto")]
    pub(crate) color: Color,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Check one share (a caption and photos together), or many with --batch
    Check(Check),
    /// Write verified clean copies of photos
    Clean(Clean),
    /// What is checked, and why
    Rules(Rules),
    /// How much of it, and how seriously
    Policy(PolicyArgs),
}

#[derive(Args)]
pub(crate) struct Check {
    /// The caption itself
    #[arg(long, value_name = "TEXT", conflicts_with = "caption_file")]
    pub(crate) caption: Option<String>,
    /// A file that holds the caption, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) caption_file: Option<String>,
    /// Many shares: JSON Lines in, JSON Lines out; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["caption", "caption_file", "photos"])]
    pub(crate) batch: Option<String>,
    /// Photos of the share
    #[arg(value_name = "PHOTO")]
    pub(crate) photos: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
    /// How to answer; text on a terminal, json otherwise with --batch
    #[arg(long, value_enum)]
    pub(crate) format: Option<CheckFormat>,
}

#[derive(Args)]
pub(crate) struct Clean {
    /// Photos and videos, or folders of them
    #[arg(value_name = "PHOTO", required = true)]
    pub(crate) photos: Vec<PathBuf>,
    /// Where to write: a file for one photo, a folder for several or for a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) out: PathBuf,
    /// Cover these kinds of things found in the photo
    #[arg(long, value_delimiter = ',', value_name = "KIND", value_parser = region_kind)]
    pub(crate) redact: Vec<RegionKind>,
    /// Cover this box, in pixels of the upright photo
    #[arg(long, value_name = "X,Y,W,H", value_parser = redact::region)]
    pub(crate) redact_region: Vec<Region>,
    /// Write a small picture of one photo before and after, side by side
    #[arg(long, value_name = "FILE.png")]
    pub(crate) preview: Option<PathBuf>,
    /// Also write the pictures that were hidden in the photos into this folder, to see what would have gone along
    #[arg(long, value_name = "DIR")]
    pub(crate) thumbnails: Option<PathBuf>,
    /// What is looked for in photos, as a policy file has it; a kind that it switches off is never covered by --redact
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: PlainFormat,
    /// Say nothing but errors
    #[arg(long)]
    pub(crate) quiet: bool,
}

#[derive(Args)]
pub(crate) struct Rules {
    #[command(subcommand)]
    pub(crate) command: RulesCommand,
}

#[derive(Subcommand)]
pub(crate) enum RulesCommand {
    /// Every rule, one a line
    List {
        #[arg(long, value_parser = locale, default_value = "en")]
        locale: Locale,
        /// Rules from this folder instead of the built-in pack
        #[arg(long, value_name = "DIR", env = "CURTAIN_RULES", hide_env_values = true)]
        rules: Option<PathBuf>,
    },
    /// One rule in full
    Show {
        rule: String,
        #[arg(long, value_parser = locale, default_value = "en")]
        locale: Locale,
        /// Rules from this folder instead of the built-in pack
        #[arg(long, value_name = "DIR", env = "CURTAIN_RULES", hide_env_values = true)]
        rules: Option<PathBuf>,
    },
    /// Which matches of which rules fire on labelled captions, for authors: JSON Lines in, JSON Lines out
    Trace {
        /// Captions, one {"id", "text", "jurisdiction"} a line; - for standard input
        captions: String,
        /// Rules from this folder instead of the built-in pack
        #[arg(long, value_name = "DIR", env = "CURTAIN_RULES", hide_env_values = true)]
        rules: Option<PathBuf>,
    },
    /// Compile a pack and run its examples
    Validate {
        /// The folder of the pack's TOML files
        pack: PathBuf,
    },
}

#[derive(Args)]
pub(crate) struct PolicyArgs {
    #[command(subcommand)]
    pub(crate) command: PolicyCommand,
}

#[derive(Subcommand)]
pub(crate) enum PolicyCommand {
    /// The policy that would be in force, complete
    Show {
        #[command(flatten)]
        common: Common,
        #[arg(long, value_enum, default_value = "text")]
        format: PlainFormat,
    },
    /// Whether a policy can be used, and if not, where it is wrong
    Validate {
        /// The policy, as TOML
        file: PathBuf,
        /// Rules from this folder instead of the built-in pack
        #[arg(long, value_name = "DIR", env = "CURTAIN_RULES", hide_env_values = true)]
        rules: Option<PathBuf>,
        /// Say nothing but errors; the exit status answers
        #[arg(long)]
        quiet: bool,
    },
}

#[derive(Args)]
pub(crate) struct Common {
    /// Where you work: UK US HK TW CN SG AU CA; the policy's, else every jurisdiction's identifiers when left out
    #[arg(long, value_parser = jurisdiction)]
    pub(crate) jurisdiction: Option<Jurisdiction>,
    /// The language of messages: en zh-Hant zh-Hans; the policy's, else en
    #[arg(long, value_parser = locale)]
    pub(crate) locale: Option<Locale>,
    /// How to check: what photos are looked for, how serious findings are
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// Rules from this folder instead of the built-in pack
    #[arg(long, value_name = "DIR", env = "CURTAIN_RULES", hide_env_values = true)]
    pub(crate) rules: Option<PathBuf>,
    /// Say nothing but errors; the exit status answers
    #[arg(long)]
    pub(crate) quiet: bool,
}

impl Common {
    /// The rules under the policy in force: the command line outweighs the policy's file, that the default.
    pub(crate) fn checker(&self) -> Result<Checker, Failure> {
        let checker = checker(self.rules.as_deref())?;
        let file = self.policy.as_deref().map(|file| policy::read(file, checker.rules())).transpose()?;
        let file = file.unwrap_or_default();
        let (jurisdiction, locale) = (self.jurisdiction.or(file.jurisdiction), self.locale.or(file.locale));
        let config = CheckerConfig { jurisdiction, locale: locale.unwrap_or_default(), memory: None };
        Ok(checker.with_config(config).with_policy(Policy { jurisdiction, locale, ..file }))
    }
}

/// A checker that knows of no settings.
pub(crate) fn checker(rules: Option<&Path>) -> Result<Checker, Failure> {
    Ok(match rules {
        Some(folder) => Checker::with_rules(rule_set(folder)?, CheckerConfig::default()),
        None => Checker::open(CheckerConfig::default())?,
    })
}

/// A rule pack from a folder.
pub(crate) fn rule_set(folder: &Path) -> Result<RuleSet, Failure> {
    RuleSet::from_folder(folder).map_err(|e| Failure::about(&folder.to_string_lossy(), &e))
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Text,
    Json,
    Sarif,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlainFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    pub(crate) fn apply(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// Reads a value by its JSON name, so that the command line and the report spell alike.
pub(crate) fn by_json_name<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.into())).ok()
}

/// A value's JSON name.
pub(crate) fn json_name(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn jurisdiction(text: &str) -> Result<Jurisdiction, String> {
    by_json_name(&text.to_ascii_uppercase()).ok_or_else(|| "one of UK US HK TW CN SG AU CA".into())
}

fn locale(text: &str) -> Result<Locale, String> {
    by_json_name(text).ok_or_else(|| "one of en zh-Hant zh-Hans".into())
}

fn region_kind(text: &str) -> Result<RegionKind, String> {
    // The words of the report, and shorter ones for the same.
    let name = match text {
        "board" => "whiteboard",
        "paper" => "document",
        name => name,
    };
    by_json_name(name).ok_or_else(|| "one of face screen board paper badge wristband barcode text other".into())
}
