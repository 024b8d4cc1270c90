//! The rules in force and the user's settings.

use std::path::Path;
use std::sync::Arc;

use super::report::{CheckerConfig, CoreInfo, Report};
use crate::caption::{self, EntityTagger};
use crate::error::{CheckError, Result};
use crate::photo::{self, PhotoReport, Unchecked};
use crate::rules::{RuleSet, Verdict};

/// Checks shares. Cheap to clone, safe to share between threads.
#[derive(Clone)]
pub struct Checker {
    rules: Arc<RuleSet>,
    config: CheckerConfig,
    tagger: Option<Arc<dyn EntityTagger>>,
}

impl Checker {
    /// Opens the built-in rule packs.
    pub fn open(config: CheckerConfig) -> Result<Self> {
        Ok(Self { rules: RuleSet::built_in()?, config, tagger: None })
    }

    /// Checks with other rules than the built-in ones.
    pub fn with_rules(rules: RuleSet, config: CheckerConfig) -> Self {
        Self { rules: Arc::new(rules), config, tagger: None }
    }

    /// The same rules under other settings.
    #[must_use]
    pub fn with_config(&self, config: CheckerConfig) -> Self {
        Self { config, ..self.clone() }
    }

    /// The same with the phone's own tagger of names.
    #[must_use]
    pub fn with_tagger(&self, tagger: Arc<dyn EntityTagger>) -> Self {
        Self { tagger: Some(tagger), ..self.clone() }
    }

    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    pub fn info(&self) -> CoreInfo {
        CoreInfo { version: env!("CARGO_PKG_VERSION").into(), rules: self.rules.rules().count() as u32 }
    }

    /// Checks one share. A photo that cannot be read is answered as unchecked, never left out.
    pub fn check<P: AsRef<Path>>(&self, caption: Option<&str>, photos: &[P]) -> Result<Report> {
        let caption = caption
            .map(|text| {
                let CheckerConfig { jurisdiction, locale } = self.config;
                caption::check_tagged(text, &self.rules, jurisdiction, locale, self.tagger.as_deref())
            })
            .transpose()?;
        let photos: Vec<PhotoReport> = photos.iter().map(|path| self.photo(path.as_ref())).collect();
        Ok(Report { verdict: verdict(caption.as_ref(), &photos), caption, photos })
    }

    fn photo(&self, path: &Path) -> PhotoReport {
        let judged = |mut report: PhotoReport| {
            let CheckerConfig { jurisdiction, locale } = self.config;
            report.findings = photo::findings(&report.metadata, &self.rules, jurisdiction, locale);
            report
        };
        photo::inspect(path).map_or_else(|error| unchecked(path, &error), judged)
    }
}

/// The answer for a photo that could not be read at all.
fn unchecked(path: &Path, error: &CheckError) -> PhotoReport {
    PhotoReport {
        path: path.to_string_lossy().into_owned(),
        format: photo::Format::Unknown,
        width: 0,
        height: 0,
        orientation: 1,
        findings: vec![],
        metadata: vec![],
        regions: vec![],
        unchecked: vec![Unchecked { what: "photo".into(), why: error.code().into() }],
    }
}

/// The highest severity of all findings; `Unchecked` when a part could not be looked at and nothing says warn or block.
fn verdict(caption: Option<&caption::CaptionReport>, photos: &[PhotoReport]) -> Verdict {
    let findings = caption.iter().flat_map(|c| &c.findings).chain(photos.iter().flat_map(|p| &p.findings));
    let highest = findings.map(|f| Verdict::from(f.severity)).max().unwrap_or(Verdict::Clear);
    let unchecked = caption.iter().flat_map(|c| &c.unchecked).chain(photos.iter().flat_map(|p| &p.unchecked));
    if unchecked.count() > 0 { highest.max(Verdict::Unchecked) } else { highest }
}
