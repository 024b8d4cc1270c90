//! The rules in force and the user's settings.

use std::path::Path;
use std::sync::Arc;

use super::report::{CheckerConfig, CoreInfo, Report};
use crate::caption::{self, CaptionReport, EntityTagger};
use crate::error::{CheckError, Result};
use crate::photo::{self, Inspected, PhotoReport, Platform, Unchecked};
use crate::rules::{Finding, RuleSet, Verdict};
use crate::store::Mutes;

/// Checks shares. Cheap to clone, safe to share between threads.
#[derive(Clone)]
pub struct Checker {
    rules: Arc<RuleSet>,
    config: CheckerConfig,
    platform: Platform,
    tagger: Option<Arc<dyn EntityTagger>>,
    mutes: Option<Arc<Mutes>>,
}

impl Checker {
    /// Opens the built-in rule packs, and what the user called not relevant.
    ///
    /// Errors: `RulePackInvalid`, `Io`.
    pub fn open(config: CheckerConfig) -> Result<Self> {
        let mutes = config.memory.as_ref().map(|folder| Mutes::open(Path::new(folder))).transpose()?.map(Arc::new);
        Ok(Self { rules: RuleSet::built_in()?, config, platform: Platform::default(), tagger: None, mutes })
    }

    /// Checks with other rules than the built-in ones.
    pub fn with_rules(rules: RuleSet, config: CheckerConfig) -> Self {
        Self { rules: Arc::new(rules), config, platform: Platform::default(), tagger: None, mutes: None }
    }

    /// The same rules under other settings.
    #[must_use]
    pub fn with_config(&self, config: CheckerConfig) -> Self {
        Self { config, ..self.clone() }
    }

    /// Asks the phone's own detectors as well.
    #[must_use]
    pub fn with_platform(&self, platform: Platform) -> Self {
        Self { platform, ..self.clone() }
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
        self.judge(caption, photos.iter().map(|path| self.inspect(path.as_ref())).collect())
    }

    /// Reads one photo and looks at it. One that cannot be read is answered as unchecked.
    pub(super) fn inspect(&self, path: &Path) -> Inspected {
        photo::look(path, &self.platform).unwrap_or_else(|error| unchecked(path, &error))
    }

    /// Like [`Checker::inspect`], with a preview that the shell decoded.
    pub(super) fn inspect_with_preview(&self, path: &Path, rgba: &[u8], size: (u32, u32)) -> Result<Inspected> {
        photo::look_at_preview(path, rgba, size, &self.platform)
    }

    /// Remembers that a learned finding's wording is not relevant to the user.
    ///
    /// Errors: `InvalidState` for a finding of a rule or without a memory, `Io`.
    pub(super) fn mute(&self, finding: &Finding, text: Option<&str>) -> Result<()> {
        let mutes = self.mutes.as_ref().filter(|_| finding.learned);
        let mutes =
            mutes.ok_or_else(|| CheckError::InvalidState { expected: "a learned finding and a memory".into() })?;
        mutes.add(&finding.category, wording(finding, text))
    }

    /// Forgets everything that was called not relevant.
    ///
    /// Errors: `Io`.
    pub fn forget_not_relevant(&self) -> Result<()> {
        self.mutes.as_ref().map_or(Ok(()), |mutes| mutes.forget())
    }

    /// Judges a caption and photos that were looked at before.
    pub(super) fn judge(&self, text: Option<&str>, photos: Vec<Inspected>) -> Result<Report> {
        let CheckerConfig { jurisdiction, locale, .. } = self.config;
        let tagger = self.tagger.as_deref();
        let read = |text| caption::check_tagged(text, &self.rules, jurisdiction, locale, tagger);
        let mut caption = text.map(read).transpose()?;
        if let (Some(caption), Some(mutes)) = (&mut caption, &self.mutes) {
            let muted = |f: &Finding| f.learned && mutes.holds(&f.category, wording(f, text));
            caption.findings.retain(|finding| !muted(finding));
        }
        Ok(self.report(text, caption, photos))
    }

    fn report(&self, text: Option<&str>, caption: Option<CaptionReport>, photos: Vec<Inspected>) -> Report {
        let CheckerConfig { jurisdiction, locale, .. } = self.config;
        let found: Vec<&str> = caption.iter().flat_map(|c| &c.findings).map(|f| f.rule.as_str()).collect();
        // The caption is read anew for this, which only photos are worth.
        let with_photos = |_: &Inspected| caption::photo_rules(text, &found, &self.rules, jurisdiction);
        let beside = photos.first().map(with_photos).unwrap_or_default();
        let judged = |photo: Inspected| {
            let findings = photo::findings(&photo, &beside, &self.rules, jurisdiction, locale);
            PhotoReport { findings, ..photo.report }
        };
        let photos: Vec<PhotoReport> = photos.into_iter().map(judged).collect();
        Report { verdict: verdict(caption.as_ref(), &photos), caption, photos }
    }
}

/// The words that a finding is about: those it points to, or the whole caption.
fn wording<'a>(finding: &'a Finding, text: Option<&'a str>) -> &'a str {
    finding.span.as_ref().map_or(text.unwrap_or_default(), |span| &span.text)
}

/// The answer for a photo that could not be read at all.
fn unchecked(path: &Path, error: &CheckError) -> Inspected {
    let report = PhotoReport {
        path: path.to_string_lossy().into_owned(),
        format: photo::Format::Unknown,
        width: 0,
        height: 0,
        orientation: 1,
        findings: vec![],
        metadata: vec![],
        regions: vec![],
        unchecked: vec![Unchecked { what: "photo".into(), why: error.code().into() }],
        looked_for: vec![],
    };
    Inspected { report, legible: vec![] }
}

/// The highest severity of all findings; `Unchecked` when a part could not be looked at and nothing says warn or block.
fn verdict(caption: Option<&CaptionReport>, photos: &[PhotoReport]) -> Verdict {
    let findings = caption.iter().flat_map(|c| &c.findings).chain(photos.iter().flat_map(|p| &p.findings));
    let highest = findings.map(|f| Verdict::from(f.severity)).max().unwrap_or(Verdict::Clear);
    let unchecked = caption.iter().flat_map(|c| &c.unchecked).chain(photos.iter().flat_map(|p| &p.unchecked));
    if unchecked.count() > 0 { highest.max(Verdict::Unchecked) } else { highest }
}
