//! Trains the learned caption reader and measures it. `just train-captions` makes the committed weights.

mod captions;
mod network;
mod random;
mod report;
mod vocabulary;

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use captions::{Caption, OUTPUTS, features};
use clap::{Parser, Subcommand};
use curtain_core::caption::learned::{Model, in_care};
use curtain_core::caption::{self, Readers};
use curtain_core::rules::{Locale, RuleSet};
use network::{Sample, Settings};

pub(crate) type Failure = Box<dyn std::error::Error>;

/// Trains the learned caption reader on labelled captions, and measures it
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train on every batch but the test ones and write the weight file
    Train {
        /// Files of labelled captions, or folders of them
        #[arg(required = true)]
        sources: Vec<PathBuf>,
        #[arg(long)]
        out: PathBuf,
        /// Overrides of the settings, for experiments: `hidden=16 epochs=20`
        #[arg(long = "set", value_delimiter = ',')]
        settings: Vec<String>,
    },
    /// Logits of each caption, what the rules alone found, and whether it speaks of care, JSON Lines in and out
    Predict {
        weights: PathBuf,
        /// Kinds of feature to leave out, by first letter, as in training
        #[arg(long, default_value = "")]
        without: String,
    },
    /// Rules alone, reader alone, and both, by language and category
    Measure {
        /// Files of labelled captions
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

fn main() -> Result<(), Failure> {
    let rules = RuleSet::built_in()?;
    match Cli::parse().command {
        Command::Train { sources, out, settings } => train(&sources, &out, &Settings::with(&settings)?, &rules),
        Command::Predict { weights, without } => predict(&weights, &without, &rules),
        Command::Measure { files } => report::measure(&files, &rules),
    }
}

fn train(sources: &[PathBuf], out: &Path, settings: &Settings, rules: &RuleSet) -> Result<(), Failure> {
    let mut read = vec![];
    for source in sources {
        let captions = captions::all(source)?;
        let trained = captions.iter().filter(|c| !captions::is_test(&c.batch));
        read.extend(trained.map(|c| (features(c, rules, &settings.without), c.targets())));
    }
    let numbers = vocabulary::choose(read.iter().map(|(f, _)| f.as_slice()), settings.least, settings.most);
    let sample = |(features, targets): (Vec<_>, _)| Sample { features: vocabulary::rows(&features, &numbers), targets };
    let samples: Vec<Sample> = read.into_iter().map(sample).collect();
    let trained = network::train(settings, &numbers, &samples, OUTPUTS);
    std::fs::write(out, trained.to_bytes())?;
    Ok(())
}

fn predict(weights: &Path, without: &str, rules: &RuleSet) -> Result<(), Failure> {
    let bytes = std::fs::read(weights)?;
    let model = Model::read(&bytes)?;
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let caption: Caption = serde_json::from_str(&line?)?;
        let numbers: Vec<u32> = features(&caption, rules, without).into_iter().map(|(number, _)| number).collect();
        let alone = caption::check_with(&caption.text, rules, caption.j, Locale::En, Readers::Rules)?;
        let care = in_care(&caption.text, rules, caption.j)?;
        let rules = alone.findings.iter().map(|f| (f.rule.as_str(), f.severity)).collect::<Vec<_>>();
        writeln!(out, "{}", serde_json::json!({ "logits": model.run(&numbers).logits, "rules": rules, "care": care }))?;
    }
    Ok(())
}
