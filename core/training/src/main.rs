//! Trains the learned caption reader.

mod captions;
mod network;
mod random;

use std::io::{BufRead, Write};
use std::path::PathBuf;

use captions::{Caption, OUTPUTS, features};
use curtain_core::caption::learned::Model;
use curtain_core::rules::RuleSet;
use network::{Network, Sample, Settings};

pub type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().collect();
    let rules = RuleSet::built_in()?;
    match args.get(1).map(String::as_str) {
        Some("train") => {
            let mut settings = Settings::default();
            for pair in args.get(4..).unwrap_or_default() {
                let (k, v) = pair.split_once('=').ok_or("k=v")?;
                match k {
                    "hidden" => settings.hidden = v.parse()?,
                    "epochs" => settings.epochs = v.parse()?,
                    "rate" => settings.rate = v.parse()?,
                    "dw" => settings.drop_words = v.parse()?,
                    "ds" => settings.drop_signals = v.parse()?,
                    "decay" => settings.decay = v.parse()?,
                    "log2" => settings.log2_buckets = v.parse()?,
                    "seed" => settings.seed = v.parse()?,
                    _ => return Err("unknown".into()),
                }
            }
            train(&PathBuf::from(&args[2]), &PathBuf::from(&args[3]), settings, &rules)
        }
        Some("predict") => predict(&PathBuf::from(&args[2]), &rules),
        _ => Err("train FOLDER OUT | predict WEIGHTS".into()),
    }
}

fn train(folder: &std::path::Path, out: &std::path::Path, settings: Settings, rules: &RuleSet) -> Result<(), Failure> {
    let mask = (1u32 << settings.log2_buckets) - 1;
    let samples: Vec<Sample> = captions::read(folder)?
        .iter()
        .filter(|c| !captions::is_test(&c.batch))
        .map(|c| {
            let mut f: Vec<(u32, bool)> = features(c, rules).into_iter().map(|(f, s)| (f & mask, s)).collect();
            f.sort_unstable();
            f.dedup();
            Sample { features: f, targets: c.targets(), weight: 1.0 }
        })
        .collect();
    let mut network = Network::new(settings, OUTPUTS);
    network.train(&samples);
    std::fs::write(out, network.finish().to_bytes())?;
    Ok(())
}

fn predict(weights: &std::path::Path, rules: &RuleSet) -> Result<(), Failure> {
    let bytes = std::fs::read(weights)?;
    let model = Model::read(&bytes)?;
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let caption: Caption = serde_json::from_str(&line?)?;
        let numbers: Vec<u32> = features(&caption, rules).into_iter().map(|(f, _)| f).collect();
        writeln!(out, "{}", serde_json::json!(model.run(&numbers).logits))?;
    }
    Ok(())
}
