//! How well captions are read: by the rules alone, by the reader alone, and by both.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use curtain_core::caption::{self, Readers};
use curtain_core::rules::{Locale, RuleSet, Severity};

use crate::Failure;
use crate::captions::{self, CATEGORIES, Caption};

/// What one way of reading says of one caption.
struct Answer {
    severity: Option<Severity>,
    categories: Vec<String>,
}

/// Counts over some captions.
#[derive(Default, Clone)]
struct Count {
    risky: u32,
    found: u32,
    block: u32,
    blocked: u32,
    clear: u32,
    alarms: u32,
}

impl Count {
    fn add(&mut self, caption: &Caption, answer: &Answer) {
        let raised = answer.severity >= Some(Severity::Warn);
        if caption.is_risky() {
            self.risky += 1;
            self.found += u32::from(raised);
        }
        if caption.v == "block" {
            self.block += 1;
            self.blocked += u32::from(answer.severity == Some(Severity::Block));
        }
        if caption.v == "clear" {
            self.clear += 1;
            self.alarms += u32::from(raised);
        }
    }

    fn line(&self) -> String {
        let share =
            |a: u32, b: u32| if b == 0 { "    -".into() } else { format!("{:.3}", f64::from(a) / f64::from(b)) };
        format!(
            "recall {} ({}) block {} ({}) false alarms {} ({})",
            share(self.found, self.risky),
            self.risky,
            share(self.blocked, self.block),
            self.block,
            share(self.alarms, self.clear),
            self.clear
        )
    }
}

const WAYS: [(&str, Readers); 3] = [("rules", Readers::Rules), ("reader", Readers::Learned), ("both", Readers::Both)];

/// Prints the table over all files, by language, and the recall of each category.
pub(crate) fn measure(files: &[PathBuf], rules: &RuleSet) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let mut all = vec![];
    for file in files {
        all.extend(captions::file(file)?);
    }
    for (name, readers) in WAYS {
        let mut whole = Count::default();
        let mut languages: BTreeMap<&str, Count> = BTreeMap::new();
        let mut categories = vec![(0u32, 0u32); CATEGORIES.len()];
        for caption in &all {
            let answer = ask(caption, rules, readers)?;
            whole.add(caption, &answer);
            languages.entry(&caption.lang).or_default().add(caption, &answer);
            for (at, category) in CATEGORIES.iter().enumerate().filter(|(_, c)| caption.c.iter().any(|x| x == *c)) {
                categories[at].0 += 1;
                categories[at].1 += u32::from(answer.categories.iter().any(|c| c == category));
            }
        }
        writeln!(out, "{name:7} {}", whole.line())?;
        for (language, count) in languages {
            writeln!(out, "  {language:8} {}", count.line())?;
        }
        let shown = CATEGORIES.iter().zip(&categories).filter(|(_, (n, _))| *n > 0);
        let shown: Vec<String> = shown.map(|(c, (n, hit))| format!("{c} {hit}/{n}")).collect();
        writeln!(out, "  categories found: {}", shown.join(", "))?;
    }
    Ok(())
}

fn ask(caption: &Caption, rules: &RuleSet, readers: Readers) -> Result<Answer, Failure> {
    let report = caption::check_with(&caption.text, rules, caption.j, Locale::En, readers)?;
    Ok(Answer {
        severity: report.findings.iter().map(|f| f.severity).max(),
        categories: report.findings.into_iter().map(|f| f.category).collect(),
    })
}
